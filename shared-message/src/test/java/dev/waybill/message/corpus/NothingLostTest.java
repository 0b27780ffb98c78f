package dev.waybill.message.corpus;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Corpora of broken mails whose authors state no result: what has a header gives fields, what has a body gives text or an attachment. */
final class NothingLostTest {
    private final MailReader reader = new Mime4jMailReader();

    @TestFactory
    Stream<DynamicTest> everyMailGivesWhatItHolds() {
        return Corpora.scored("corpora without expectations", this::score);
    }

    private void score() throws IOException {
        // Given
        Path corpora = Corpora.folder();
        Score score = new Score("others");
        // When
        for (String corpus : List.of("mikel_mail", "nodemailer_mailparser", "greenmail", "sisimai", "flufl_bounce")) {
            for (Path file : Corpora.files(corpora.resolve(corpus).resolve("raw"))) {
                if (file.toString().matches(".*\\.(eml|txt)$")
                        && !file.toString().contains("/attachments/")) {
                    compare(corpora.relativize(file).toString(), Files.readAllBytes(file), score);
                }
            }
        }
        for (Path file : Corpora.files(corpora.resolve("mimekit/raw/UnitTests/TestData/messages"))) {
            if (!file.getFileName().toString().startsWith("body.")) {
                compare(corpora.relativize(file).toString(), Files.readAllBytes(file), score);
            }
        }
        // Then
        score.print();
        score.atLeast("header", 1);
        score.atLeast("body", 0.98);
    }

    private void compare(String name, byte[] raw, Score score) throws IOException {
        ParsedMail mail = reader.read(new ByteArrayInputStream(raw), AttachmentSink.discard());
        String text = new String(raw, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .stripLeading();
        int empty = text.indexOf("\n\n");
        score.count("header", !mail.headers().isEmpty(), name);
        if (empty >= 0 && !text.substring(empty).isBlank()) {
            score.count("body", !mail.text().isBlank() || !mail.attachments().isEmpty() || mail.html() != null, name);
        }
    }
}
