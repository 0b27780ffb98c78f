package dev.waybill.message.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.message.corpus.Corpora;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** One line of the manifest of the talon corpus, with its body extracted as the manifest says. */
record TalonCase(int index, String id, String kind, String compare, String body, String expected) {
    boolean isHtml() {
        return kind.equals("reply_html");
    }

    static List<TalonCase> all() throws IOException, MimeException {
        Path folder = Corpora.folder().resolve("talon");
        ObjectMapper json = new ObjectMapper();
        List<TalonCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("manifest.jsonl"))) {
            JsonNode entry = json.readTree(line);
            JsonNode expect = entry.get("expect");
            String kind = entry.get("kind").asText();
            String key = kind.equals("signature")
                    ? "signature"
                    : expect.has("visible_text") ? "visible_text" : "visible_html_ws_stripped";
            cases.add(new TalonCase(
                    cases.size(),
                    entry.get("id").asText(),
                    kind,
                    entry.get("compare").asText(),
                    body(folder, entry),
                    expect.get(key).asText()));
        }
        return cases;
    }

    private static String body(Path folder, JsonNode entry) throws IOException, MimeException {
        if (entry.has("input_text")) {
            return entry.get("input_text").asText();
        }
        Path file = folder.resolve(entry.get("file").asText());
        return entry.get("input").asText().startsWith("message/rfc822") ? firstPlainPart(file) : Files.readString(file);
    }

    private static String firstPlainPart(Path file) throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream();
        try (InputStream in = Files.newInputStream(file)) {
            tokens.parse(in);
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state != EntityState.T_BODY) {
                    continue;
                }
                BodyDescriptor part = tokens.getBodyDescriptor();
                if (part.getMimeType().toLowerCase(Locale.ROOT).equals("text/plain")) {
                    String named = part.getCharset();
                    byte[] bytes = tokens.getDecodedInputStream().readAllBytes();
                    boolean ascii = named == null || named.equalsIgnoreCase("us-ascii");
                    return new String(bytes, ascii ? StandardCharsets.UTF_8 : Charset.forName(named));
                }
            }
        }
        throw new IllegalStateException(file + " has no plain text");
    }
}
