package dev.waybill.message.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.message.ReadLimits;
import dev.waybill.message.Warnings;
import dev.waybill.message.mime.PartHeader;
import dev.waybill.message.mime.PartVisitor;
import dev.waybill.message.mime.PartWalker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Structure and decoded leaves of malformed and nested mails, against the golden files of Mime4j's own tests. */
final class StructureScoreTest {
    @TestFactory
    Stream<DynamicTest> structureAndLeavesAgreeWithMime4j() {
        return Corpora.scored("mime4j", this::score);
    }

    private void score() throws IOException {
        // Given
        Score score = new Score("mime4j");
        // When
        for (Corpora.Expected expected : Corpora.manifest("mime4j", "manifest.jsonl")) {
            Shape shape = Shape.of(Files.readAllBytes(expected.file()));
            List<String> leaves = new ArrayList<>();
            expected.expect()
                    .get("leaves")
                    .forEach(leaf -> leaves.add(leaf.get("depth").asInt() + " "
                            + leaf.get("sha256_lf").asText().substring(0, 16)));
            score.count(
                    "shape",
                    shape.text.toString().equals(text(expected.expect().get("shape"))),
                    expected.id() + " is " + shape.text);
            for (int i = 0; i < leaves.size(); i++) {
                String leaf = i < shape.leaves.size() ? shape.leaves.get(i) : "missing";
                score.count(
                        "leaf",
                        leaf.equals(leaves.get(i)),
                        expected.id() + " leaf " + i + ": " + leaf + " for " + leaves.get(i));
            }
        }
        // Then
        score.print();
        score.atLeast("shape", 1);
        // Two mails are there twice with contrary expectations; two end in the middle of base64, whose last bytes we
        // keep.
        score.atLeast("leaf", 0.97);
    }

    private static String text(JsonNode shape) {
        if (!shape.isArray()) {
            return "x ";
        }
        StringBuilder text = new StringBuilder("[");
        shape.forEach(part -> text.append(text(part)));
        return text.append("] ").toString();
    }

    /** Follows attached messages, which the reader keeps whole. */
    private static final class Shape implements PartVisitor {
        final StringBuilder text;
        final List<String> leaves;
        private final int outer;

        private Shape(StringBuilder text, List<String> leaves, int outer) {
            this.text = text;
            this.leaves = leaves;
            this.outer = outer;
        }

        static Shape of(byte[] mail) throws IOException {
            Shape shape = new Shape(new StringBuilder(), new ArrayList<>(), 0);
            new PartWalker(ReadLimits.DEFAULT, new Warnings(), shape).walk(new ByteArrayInputStream(mail));
            return shape;
        }

        @Override
        public void startMultipart(PartHeader part) {
            text.append('[');
        }

        @Override
        public void endMultipart(PartHeader part, byte[] lost) {
            text.append("] ");
        }

        @Override
        public void leaf(PartHeader part, InputStream content) throws IOException {
            byte[] bytes = content.readAllBytes();
            int depth = outer + part.depth();
            if (part.mimeType().equals("message/rfc822")) {
                new PartWalker(ReadLimits.DEFAULT, new Warnings(), new Shape(text, leaves, depth + 1))
                        .walk(new ByteArrayInputStream(bytes));
            } else {
                text.append("x ");
                leaves.add(depth + " " + sha256(bytes).substring(0, 16));
            }
        }
    }

    static String sha256(byte[] bytes) {
        try {
            byte[] unified = new String(bytes, StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(unified));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
