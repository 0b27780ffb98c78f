package dev.waybill.message.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.bounce.Bounce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code mails.txt}: what systems report in formats that are in no corpus, and what people write that only looks like it. */
final class KindCasesTest {
    private final MailReader reader = new Mime4jMailReader();
    private final MailInterpreter interpreter = new MailInterpreter(ReadingSettings.NONE);

    @ParameterizedTest
    @MethodSource("cases")
    void mailIsTakenForWhatItIs(Case expected) throws IOException {
        // When
        Reading reading =
                interpreter.read(reader.read(new ByteArrayInputStream(expected.raw()), AttachmentSink.discard()));
        // Then
        assertThat(reading.kind().code()).isEqualTo(expected.kind());
        assertThat(reading.bounces().stream().map(Bounce::recipient).sorted().toList())
                .isEqualTo(expected.recipients());
        if (!expected.permanent().equals("-")) {
            assertThat(reading.bounces().getFirst().permanent()).isEqualTo(Boolean.parseBoolean(expected.permanent()));
        }
        if (!expected.reason().equals("-")) {
            assertThat(reading.bounces().getFirst().reason().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(expected.reason());
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = Objects.requireNonNull(KindCasesTest.class.getResourceAsStream("mails.txt"))) {
            String[] blocks = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^=== ", -1);
            return Arrays.stream(blocks).skip(1).map(Case::of);
        }
    }

    record Case(String name, String kind, List<String> recipients, String permanent, String reason, String mail) {
        static Case of(String block) {
            int line = block.indexOf('\n');
            String[] head = block.substring(0, line).split(" \\| ", 5);
            List<String> recipients = head[2].equals("-") ? List.of() : List.of(head[2].split(" ", -1));
            return new Case(head[0], head[1], recipients, head[3], head[4], block.substring(line + 1));
        }

        byte[] raw() {
            return mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
