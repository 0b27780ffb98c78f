package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.waybill.message.authentication.AuthenticationTrust;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.ReadingSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shapes made to cost more than their size. The bounds are in time of the thread's own and in bytes allocated, so that a busy machine
 * fails nothing; a shape whose cost grows with its square passes them many times over.
 */
final class HostileMailTest {
    private static final int NOTICE = 1 << 20;
    private static final String NOTICE_TEXT = """
        From: MAILER-DAEMON@x
        Subject: failure notice

        It could not be delivered.
        """;
    private static final String NOTICE_STATUS = """
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        """;
    private static final MailInterpreter INTERPRETER = new MailInterpreter(new ReadingSettings(
            new AuthenticationTrust.Servers(Set.of("mx.example.org")),
            Set.of("loop"),
            Set.of("support@example.com"),
            ReadingSettings.MOST_HOPS));
    private static final Duration MOST_TIME = Duration.ofSeconds(5);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FIELD = 250_000;
    private static final int HTML = 4 << 20;

    private static Stream<Arguments> structures() {
        return Stream.of(
                Arguments.of("10,000 nested parts", nested(10_000)),
                Arguments.of("100,000 header fields", "X-Field: value\r\n".repeat(100_000) + "\r\nbody"),
                Arguments.of("a header line of 1 MB", "X-Long: " + "a".repeat(1 << 20) + "\r\n\r\nbody"),
                Arguments.of("a field folded 100,000 times", "X-Fold: a" + "\r\n ".repeat(100_000) + "\r\n\r\nbody"),
                Arguments.of("a body line of 10 MB", "\r\n" + "a".repeat(10 << 20)),
                Arguments.of(
                        "a boundary a million times",
                        "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n".repeat(1_000_000)),
                Arguments.of(
                        "another boundary a million times",
                        "Content-Type: multipart/mixed; boundary=c\r\n\r\n" + "--b\r\n".repeat(1_000_000)),
                Arguments.of(
                        "a boundary of dashes in dashes",
                        "Content-Type: multipart/mixed; boundary=\"" + "-".repeat(900) + "x\"\r\n\r\n"
                                + "-".repeat(10 << 20)),
                Arguments.of(
                        "10 MB of trailing spaces",
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + " ".repeat(10 << 20)),
                Arguments.of("500,000 begin lines", "\r\n" + "begin 644 x\r\n".repeat(500_000)),
                Arguments.of("300,000 uuencoded files", "\r\n" + "begin 644 x\r\n`\r\nend\r\n".repeat(300_000)),
                Arguments.of(
                        "a million quote marks",
                        "Content-Type: text/plain; format=flowed\r\n\r\n" + ">".repeat(1_000_000)),
                Arguments.of(
                        "500,000 files in a winmail.dat",
                        "Content-Type: application/ms-tnef\r\n\r\n" + "x\u009F>\"\1\0"
                                + "\2\2\u0090\6\0\0\0\0\0\0\0".repeat(500_000)),
                Arguments.of("no field and no end", "no field here\r\n".repeat(300_000)));
    }

    private static String nested(int levels) {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return mail.append("\r\ntext").toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("structures")
    void structureCostsNoMoreThanItsSize(String shape, String mail) throws IOException {
        readInBounds(shape, mail);
    }

    private static Stream<Arguments> fields() {
        return Stream.of(
                        "To: (",
                        "To: <",
                        "To: ,",
                        "To: a,",
                        "To: \"",
                        "To: :",
                        "To: a@b ",
                        "To: a@b:",
                        "To: =?a?q?",
                        "To: =?utf-8?q?x?= ",
                        "To: [a:",
                        "From: \u202e@",
                        "Return-Path: <",
                        "Received: from (",
                        "Received: from a by b ;",
                        "Authentication-Results: mx.example.org; a=",
                        "Authentication-Results: mx.example.org; (",
                        "Authentication-Results: mx.example.org; spf=pass (",
                        "Auto-Submitted: (",
                        "X-Failed-Recipients: a@b.c,",
                        "X-Failed-Recipients: \"",
                        "List-Id: <",
                        "Thread-Index: AAAA",
                        "Delivered-To: a+",
                        "References: <",
                        "References: a@b ",
                        "In-Reply-To: =?",
                        "Subject: =?utf-8?q?",
                        "Subject: =?utf-8?b?aaaa?= ",
                        "Subject: =?",
                        "Subject: ?=",
                        "Date: (",
                        "Date: 1:",
                        "Content-Type: text/plain;",
                        "Content-Type: text/plain;a=\"",
                        "Content-Type: (",
                        "Content-Type: text   /",
                        "Content-Type: a;b*0*=x",
                        "Content-Disposition: a; filename*1=\"")
                .map(field -> {
                    int space = field.indexOf(' ');
                    String unit = field.substring(space + 1);
                    return Arguments.of(
                            field, field.substring(0, space + 1) + unit.repeat(FIELD / unit.length()) + "\r\n\r\nbody");
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void fieldCostsNoMoreThanItsSize(String shape, String mail) throws IOException {
        readInBounds(shape, mail);
    }

    private static Stream<Arguments> notices() {
        return Stream.of(
                        "a@b.example\n",
                        "a@b.example: ",
                        "<a@b.example>: 550 5.1.1\n",
                        "@",
                        "a@",
                        "\"a\"@b.example ",
                        "rcpt to: <a@b.example>\n",
                        "x:\n  name\n",
                        "Message-ID: <\n",
                        "550 5.1.1 ",
                        "5.5.5.5.5.5.",
                        "could not be delivered ",
                        "Final-Recipient: rfc822; a@b.example\n",
                        "Final-Recipient: rfc822; a@b.example\n\n",
                        "Diagnostic-Code: smtp;\n ",
                        "{\"notificationType\":\"Bounce\",\"a\":[")
                .flatMap(unit -> Stream.of(NOTICE_TEXT, NOTICE_STATUS)
                        .map(head -> Arguments.of(
                                unit + " in " + head.lines().findFirst().orElseThrow(),
                                head.replace("\n", "\r\n") + unit.repeat(NOTICE / unit.length()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notices")
    void noticeCostsNoMoreThanItsSize(String shape, String mail) throws IOException {
        readInBounds(shape, mail);
    }

    private static Stream<Arguments> documents() {
        return Stream.of(
                        "<",
                        "<x",
                        "<div>",
                        "<a href=x>",
                        "<a b=c ",
                        "<p style=\"",
                        "<p style=\"color:red\">a",
                        "<b><i><u>",
                        "<!--",
                        "&#",
                        "<table><tr><td>",
                        "<ol><li>",
                        "<pre>",
                        "<blockquote type=cite>a<br>",
                        "<img src=cid:a>",
                        "cid:",
                        "<a title='\"",
                        "<svg><p>",
                        "<a><table><tr>",
                        "<style>",
                        "<p style='background:url(")
                .map(unit -> Arguments.of(unit, "Content-Type: text/html\r\n\r\n" + unit.repeat(HTML / unit.length())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void documentCostsNoMoreThanItsSize(String shape, String mail) throws IOException {
        readInBounds(shape, mail);
    }

    private static void readInBounds(String shape, String mail) throws IOException {
        // Given
        byte[] raw = mail.getBytes(StandardCharsets.ISO_8859_1);
        // When
        ParsedMail parsed = timed(shape, raw);
        // Then
        assertThat(parsed.attachments()).hasSizeLessThanOrEqualTo(ReadLimits.DEFAULT.parts());
        assertThat(parsed.text()).hasSizeLessThanOrEqualTo(ReadLimits.DEFAULT.textBytes());
    }

    private static ParsedMail timed(String shape, byte[] raw) throws IOException {
        long start = THREADS.getCurrentThreadCpuTime();
        ParsedMail parsed = new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard());
        INTERPRETER.read(parsed);
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
        assertThat(took).as(shape).isLessThan(MOST_TIME);
        return parsed;
    }

    @Test
    void largeAttachmentIsNeverHeldInMemory() throws IOException {
        // Given
        byte[] head = "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        int size = 200 << 20;
        // When
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ParsedMail parsed = new Mime4jMailReader().read(new Endless(head, (byte) 'A', size), AttachmentSink.discard());
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        // Then
        assertThat(parsed.attachments())
                .singleElement()
                .satisfies(attachment -> assertThat(attachment.size()).isEqualTo(size / 4 * 3L));
        assertThat(allocated).isLessThan(16 << 20);
    }

    @Test
    void endlessHeaderLineIsNeverHeldInMemory() throws IOException {
        // Given
        byte[] head = "Subject: before\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII);
        // When
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ParsedMail parsed =
                new Mime4jMailReader().read(new Endless(head, (byte) 'A', 200 << 20), AttachmentSink.discard());
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        // Then
        assertThat(parsed.subject()).isEqualTo("before");
        assertThat(allocated).isLessThan(16 << 20);
    }

    /** A beginning and then one byte for long. */
    private static final class Endless extends InputStream {
        private final byte[] head;
        private int at;
        private final byte filler;
        private int left;

        Endless(byte[] head, byte filler, int length) {
            this.head = head;
            this.filler = filler;
            this.left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (at < head.length) {
                int count = Math.min(length, head.length - at);
                System.arraycopy(head, at, buffer, offset, count);
                at += count;
                return count;
            }
            int count = Math.min(length, left);
            Arrays.fill(buffer, offset, offset + count, filler);
            left -= count;
            return count == 0 ? -1 : count;
        }
    }
}
