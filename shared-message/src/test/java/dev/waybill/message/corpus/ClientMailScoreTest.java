package dev.waybill.message.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mails of many clients: subjects, addresses, texts, attachments, as the authors of the corpus state them. */
final class ClientMailScoreTest {
    private final MailReader reader = new Mime4jMailReader();

    @TestFactory
    Stream<DynamicTest> mailsOfManyClientsAreReadAsTheirAuthorsSay() {
        return Corpora.scored("zbateson", this::score);
    }

    private void score() throws IOException {
        // Given
        Score score = new Score("zbateson");
        // When
        for (Corpora.Expected expected : Corpora.manifest("zbateson", "manifest.jsonl")) {
            compare(expected, score);
        }
        // Then
        score.print();
        score.atLeast("subject", 0.99);
        score.atLeast("address", 0.99);
        score.atLeast("message id", 1);
        score.atLeast("date", 1);
        // m1009 counts a text file that is shown inline as text.
        score.atLeast("attachments", 0.97);
        score.atLeast("text", 0.99);
        // m0020 leaves out the second HTML part.
        score.atLeast("html", 0.94);
    }

    private void compare(Corpora.Expected expected, Score score) throws IOException {
        ParsedMail mail;
        try (InputStream raw = Files.newInputStream(expected.file())) {
            mail = reader.read(raw, AttachmentSink.discard());
        }
        JsonNode expect = expected.expect();
        String id = expected.id();
        score.count("subject", mail.subject().equals(expect.get("Subject").asText()), id + " " + mail.subject());
        address(score, id, mail.from(), expect.get("From"));
        address(score, id, mail.to(), expect.get("To"));
        if (expect.has("Message-ID")) {
            score.count(
                    "message id",
                    expect.get("Message-ID").asText().equals(mail.messageId()),
                    id + " " + mail.messageId());
        }
        if (expect.has("Date")) {
            score.count(
                    "date",
                    OffsetDateTime.parse(expect.get("Date").asText())
                            .toInstant()
                            .equals(mail.sentAt()),
                    id + " " + mail.sentAt());
        }
        if (expect.has("attachments")) {
            // The corpus counts detached signatures apart.
            List<String> names = mail.attachments().stream()
                    .filter(a -> !a.contentType().endsWith("pgp-signature"))
                    .map(a -> a.contentType() + " " + a.name())
                    .toList();
            score.count(
                    "attachments",
                    names.size() == expect.get("attachments").asInt(),
                    id + " " + names + " for " + expect.get("attachments"));
        }
        Path corpus = Corpora.folder().resolve("zbateson");
        if (expect.has("text_file")) {
            String text =
                    Files.readString(corpus.resolve(expect.get("text_file").asText()), StandardCharsets.ISO_8859_1);
            score.count(
                    "text",
                    letters(mail.text()).equals(letters(text)),
                    id + " " + difference(letters(mail.text()), letters(text)));
        }
        if (expect.has("html_file")) {
            String text =
                    Files.readString(corpus.resolve(expect.get("html_file").asText()), StandardCharsets.ISO_8859_1);
            String html = mail.html() == null ? "" : Jsoup.parse(mail.html()).text();
            score.count(
                    "html", letters(html).equals(letters(text)), id + " " + difference(letters(html), letters(text)));
        }
    }

    private static void address(Score score, String id, List<Address> addresses, JsonNode expect) {
        if (expect != null) {
            String name = expect.has("name") ? expect.get("name").asText() : "";
            Address wanted = new Address(name, expect.get("email").asText());
            score.count(
                    "address",
                    !addresses.isEmpty() && addresses.getFirst().equals(wanted),
                    id + " " + addresses + " for " + wanted);
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[\\s\u00A0]+", " ").strip();
    }

    private static String difference(String is, String wanted) {
        int at = 0;
        while (at < Math.min(is.length(), wanted.length()) && is.charAt(at) == wanted.charAt(at)) {
            at++;
        }
        return "at " + at + ": " + is.substring(at, Math.min(is.length(), at + 60)) + " | "
                + wanted.substring(at, Math.min(wanted.length(), at + 60));
    }
}
