package dev.waybill.message.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The files in winmail.dat parts, against the lists of MimeKit's own tests. */
final class WinmailScoreTest {
    private static final String HEADER = """
        From: a@example.org
        Content-Type: application/ms-tnef; name=winmail.dat
        Content-Transfer-Encoding: binary

        """.replace("\n", "\r\n");

    @TestFactory
    Stream<DynamicTest> filesOfWinmailDatAreFound() {
        return Corpora.scored("mimekit", this::score);
    }

    private void score() throws IOException {
        // Given
        Score score = new Score("mimekit");
        // When
        for (Corpora.Expected expected : Corpora.manifest("mimekit", "manifest-tnef.jsonl")) {
            Map<String, String> files = files(Files.readAllBytes(expected.file()));
            for (JsonNode file : expected.expect().get("files")) {
                String name = file.get("filename").asText();
                if (!name.startsWith("body.")) {
                    String hash = files.getOrDefault(name, "missing");
                    boolean right =
                            file.has("sha256") ? hash.equals(file.get("sha256").asText()) : files.containsKey(name);
                    score.count("file in winmail.dat", right, expected.id() + " " + name + " in " + files.keySet());
                }
            }
        }
        // Then
        score.print();
        score.atLeast("file in winmail.dat", 0.97);
    }

    /** Hashes by name, also of the content with unified line ends: the lists were made from checked-out files. */
    private static Map<String, String> files(byte[] tnef) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        InputStream mail = new SequenceInputStream(
                new ByteArrayInputStream(HEADER.getBytes(StandardCharsets.US_ASCII)), new ByteArrayInputStream(tnef));
        ParsedMail parsed = new Mime4jMailReader().read(mail, content -> contents.add(content.readAllBytes()));
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < contents.size(); i++) {
            String name = parsed.attachments().get(i).name();
            boolean text = name.matches("(?i).*\\.(htm|ini|cfg|txt|bat|sys)");
            files.put(
                    name,
                    text
                            ? StructureScoreTest.sha256(contents.get(i))
                            : parsed.attachments().get(i).sha256());
        }
        return files;
    }
}
