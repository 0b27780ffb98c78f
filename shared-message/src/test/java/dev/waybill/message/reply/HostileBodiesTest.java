package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HostileBodiesTest {
    private static final int MEGABYTE = 1 << 20;
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int MOST_RUNS = 4;

    private final ReplyTextReader reader = new ReplyTextReader();

    @TestFactory
    Stream<DynamicTest> plainBodiesTakeLessThanASecond() {
        return plain().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    // When
                    ReplyText read = boundedRead(each.getKey(), each.getValue(), reader::read);
                    // Then
                    assertThat(weight(read.visible() + read.quoted() + read.signature()))
                            .isEqualTo(weight(each.getValue()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> htmlBodiesTakeLessThanASecond() {
        return html().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    // When
                    ReplyText read = boundedRead(each.getKey(), each.getValue(), reader::readHtml);
                    // Then
                    assertThat(read.visible() + read.quoted() + read.signature())
                            .contains("x");
                }));
    }

    /** The best of a few runs counts: a busy machine interprets the first ones, and steals from all. */
    private static ReplyText boundedRead(String name, String body, Function<String, ReplyText> reading) {
        Duration best = Duration.ofDays(1);
        ReplyText read = new ReplyText("", "", "");
        for (int run = 0; run < MOST_RUNS && best.compareTo(BOUND) >= 0; run++) {
            long start = cpuNanos();
            read = reading.apply(body);
            Duration took = Duration.ofNanos(cpuNanos() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        System.out.println("hostile: " + name + " " + best.toMillis() + " ms");
        assertThat(best).as(name).isLessThan(BOUND);
        return read;
    }

    @Test
    void costGrowsWithTheSizeAndNotFaster() {
        // Given
        String round = "On 06/03/2025 09:14, Harbour wrote:\n> question\n\nanswer\n\nFrom: a\nTo: b\nCc: c\n\n";
        String small = round.repeat(2_000);
        String large = round.repeat(16_000);
        timeOf(small);
        // When
        long one = Math.max(1, fastestOf(small));
        long eight = fastestOf(large);
        // Then
        System.out.println("hostile: 8 times the size takes " + (double) eight / one + " times as long");
        assertThat((double) eight / one).isLessThan(32);
    }

    private long fastestOf(String body) {
        return LongStream.generate(() -> timeOf(body)).limit(2).min().orElseThrow();
    }

    private long timeOf(String body) {
        long start = cpuNanos();
        ReplyText read = reader.read(body);
        assertThat(read.visible()).isNotEmpty();
        return cpuNanos() - start;
    }

    /** Of this thread: other work on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Map<String, String> plain() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("1 MB of >", ">".repeat(MEGABYTE));
        bodies.put("1 MB of > in lines", ">\n".repeat(MEGABYTE / 2));
        bodies.put("100,000 lines On", "On \n".repeat(100_000));
        bodies.put("100,000 lines On:", "On 1:\n".repeat(100_000));
        bodies.put("100,000 lines On with a mark below", "On 1 x wrote:\n> q\n".repeat(50_000));
        bodies.put("one line of 1 MB", "a".repeat(MEGABYTE));
        bodies.put("one line of 1 MB of blanks and a colon", "On " + " ".repeat(MEGABYTE) + ":");
        bodies.put("1 MB of half an attribution", "On 06/03/2025 09:14, a <a@b.example> \n".repeat(MEGABYTE / 38));
        bodies.put("1 MB of From", "From: a@b.example\n".repeat(MEGABYTE / 18));
        bodies.put("1 MB of Cc", "To: a\n" + "Cc: a@b.example\n".repeat(MEGABYTE / 16));
        bodies.put("1 MB of From and continuations", "From: a@b.example\nx\nx\nx\nTo: b\ny\n".repeat(MEGABYTE / 32));
        bodies.put("1 MB of labels in lines of 900", ("From: " + "a:".repeat(447) + "\n").repeat(MEGABYTE / 901));
        bodies.put(
                "1 MB of words that share a line",
                ("on 1 wrote: ".repeat(24) + "wrote:\n> q\n").repeat(MEGABYTE / 300));
        bodies.put("1 MB of shared lines", "a on 1/1/2025 9:14 wrote:\n> q\n".repeat(MEGABYTE / 30));
        bodies.put("1 MB of open fences", "```java\n".repeat(MEGABYTE / 8));
        bodies.put("1 MB of both fences", "```a\n~~~b\n".repeat(MEGABYTE / 10));
        bodies.put("1 MB of delimiters", "-- \n".repeat(MEGABYTE / 4));
        bodies.put("1 MB of rulers", "-----\n".repeat(MEGABYTE / 6));
        bodies.put("1 MB of dividers", "-----Original Message-----\n".repeat(MEGABYTE / 27));
        bodies.put("1 MB of original message", "original message\n".repeat(MEGABYTE / 17));
        bodies.put("1 MB of blank lines", "\n".repeat(MEGABYTE));
        bodies.put("1 MB of brackets", "On 1 <\n".repeat(MEGABYTE / 7) + "wrote:");
        bodies.put("1 MB of app lines", "Sent from my iPhone\n".repeat(MEGABYTE / 20));
        bodies.put("1 MB of contact data", "a@b.example +49 40 1234567\n".repeat(MEGABYTE / 27));
        bodies.put("1 MB of accents", ("e\u0301".repeat(200) + ":\n").repeat(MEGABYTE / 402));
        bodies.put("1 MB of lone surrogates", ("\ud83d".repeat(200) + ":\n").repeat(MEGABYTE / 202));
        bodies.put("1 MB of marked lines with broken ends", ("> " + "a".repeat(70) + "\nb c\n").repeat(MEGABYTE / 77));
        return bodies;
    }

    private static Map<String, String> html() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("100,000 open divs", "<div>".repeat(100_000) + "x");
        bodies.put("50,000 open blockquotes", "<blockquote type=cite>".repeat(50_000) + "x");
        bodies.put("50,000 blockquotes in a row", "<blockquote type=cite>x</blockquote>".repeat(50_000));
        bodies.put("100,000 line breaks", "x" + "<br>".repeat(100_000));
        bodies.put("1 MB of text", "x ".repeat(MEGABYTE / 2));
        bodies.put("1 MB in one attribute", "<div style=\"" + "border:none;".repeat(MEGABYTE / 12) + "\">x</div>");
        bodies.put("20,000 lists in lists", "<ul><li>x".repeat(20_000));
        bodies.put("20,000 tables in tables", "<table><tr><td>x".repeat(20_000));
        bodies.put("50,000 bold texts left open", "<b>x".repeat(50_000));
        return bodies;
    }

    private static int weight(String text) {
        int weight = 0;
        for (int i = 0; i < text.length(); i++) {
            weight += Fold.isBlank(String.valueOf(text.charAt(i))) ? 0 : 1;
        }
        return weight;
    }
}
