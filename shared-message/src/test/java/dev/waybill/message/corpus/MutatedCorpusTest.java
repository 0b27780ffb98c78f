package dev.waybill.message.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.authentication.AuthenticationTrust;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.ReadingSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The mails of the project and of the corpora, broken at random and read to the end: nothing throws, nothing takes over a second, nothing allocates over
 * 64 MB. {@code -Dwaybill.fuzz.cases=1000000} for a long run, {@code -Dwaybill.fuzz.seed=N -Dwaybill.fuzz.cases=1} to repeat one.
 */
final class MutatedCorpusTest {
    private static final Duration MOST_TIME = Duration.ofSeconds(1);
    private static final long MOST_BYTES = 64 << 20;
    /** Larger files get their share by a span of them. */
    private static final int SPAN = 8 * 1024;
    /** One in so many cases takes a large file whole. */
    private static final int WHOLE = 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final MailReader reader = new Mime4jMailReader();
    private final MailInterpreter interpreter = new MailInterpreter(new ReadingSettings(
            new AuthenticationTrust.Servers(Set.of("mx.example.org", "mx.google.com")),
            Set.of("loop"),
            Set.of("support@example.com"),
            ReadingSettings.MOST_HOPS));

    private long nanosInAll;
    private long slowestNanos;
    private long largestBytes;

    @Test
    void noMutationThrowsTakesLongOrNeedsMuch() throws IOException {
        // Given
        int cases = Integer.getInteger("waybill.fuzz.cases", 20_000);
        long seed = Long.getLong("waybill.fuzz.seed", System.nanoTime());
        System.out.println("fuzz: " + cases + " cases, first seed " + seed);
        List<byte[]> mails = mails();
        List<String> failures = new ArrayList<>();
        // When
        for (int i = 0; i < cases && failures.size() < 20; i++) {
            long each = seed + i;
            String failure = attempt(mutated(mails, new Random(each)));
            if (!failure.isEmpty()) {
                failures.add("-Dwaybill.fuzz.seed=" + each + " -Dwaybill.fuzz.cases=1: " + failure);
                System.out.println("fuzz: " + failures.getLast());
            }
            if ((i + 1) % 50_000 == 0) {
                System.out.println("fuzz: " + (i + 1) + " cases so far, " + failures.size() + " failures");
            }
        }
        // Then
        System.out.println(String.format(
                Locale.ROOT,
                "fuzz: %d cases in %.1f s of the processor, the slowest %d ms, the largest %.1f MB",
                cases,
                nanosInAll / 1e9,
                slowestNanos / 1_000_000,
                largestBytes / 1048576.0));
        assertThat(failures).isEmpty();
    }

    private static byte[] mutated(List<byte[]> mails, Random random) {
        byte[] mail = some(mails, random);
        byte[] other = some(mails, random);
        return MailMutator.mutate(mail, other, random);
    }

    private static byte[] some(List<byte[]> mails, Random random) {
        byte[] mail = mails.get(random.nextInt(mails.size()));
        if (mail.length <= SPAN || random.nextInt(WHOLE) == 0) {
            return mail;
        }
        int from = random.nextBoolean() ? 0 : random.nextInt(mail.length - SPAN);
        return Arrays.copyOfRange(mail, from, from + SPAN);
    }

    /** Empty, or what went wrong. The second reading counts where the first was slow: it may have waited for the compiler. */
    private String attempt(byte[] mail) {
        String first = bounded(mail);
        return first.isEmpty() ? first : bounded(mail);
    }

    private String bounded(byte[] mail) {
        long start = THREADS.getCurrentThreadCpuTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            ParsedMail parsed = reader.read(new ByteArrayInputStream(mail), AttachmentSink.discard());
            interpreter.read(parsed);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return e + " at " + Arrays.stream(e.getStackTrace()).limit(20).toList();
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        nanosInAll += nanos;
        slowestNanos = Math.max(slowestNanos, nanos);
        largestBytes = Math.max(largestBytes, bytes);
        if (nanos > MOST_TIME.toNanos()) {
            return "took " + nanos / 1_000_000 + " ms for " + mail.length + " bytes";
        }
        return bytes > MOST_BYTES ? "allocated " + bytes + " bytes for " + mail.length + " bytes" : "";
    }

    private static List<byte[]> mails() throws IOException {
        List<byte[]> mails = new ArrayList<>();
        for (Path file : Corpora.all()) {
            mails.add(Files.readAllBytes(file));
        }
        return mails;
    }
}
