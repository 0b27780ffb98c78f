package dev.waybill.message.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.ReadingSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every mail of the project and every file of every corpus is read and interpreted as a mail, also what is none. */
final class EveryFileTest {
    private static final Duration MOST = Duration.ofSeconds(1);

    private final MailReader reader = new Mime4jMailReader();
    private final MailInterpreter interpreter = new MailInterpreter(ReadingSettings.NONE);

    @Test
    void noFileThrowsOrTakesLong() throws IOException {
        // Given
        List<Path> files = Corpora.all();
        List<String> slow = new ArrayList<>();
        // The first mail loads the classes.
        interpreter.read(reader.read(new ByteArrayInputStream(new byte[0]), AttachmentSink.discard()));
        // When
        int read = 0;
        for (Path file : files) {
            long start = cpu();
            try (InputStream raw = Files.newInputStream(file)) {
                ParsedMail mail = reader.read(raw, AttachmentSink.discard());
                assertThat(interpreter.read(mail).kind()).as(file.toString()).isNotNull();
                assertThat(mail.text()).as(file.toString()).doesNotContain("\0", "\r");
            }
            Duration took = Duration.ofNanos(cpu() - start);
            read++;
            if (took.compareTo(MOST) > 0) {
                slow.add(file + " " + took);
            }
        }
        // Then
        System.out.println(read + " files read");
        assertThat(slow).isEmpty();
    }

    /** The time that the thread had: a busy machine must not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
