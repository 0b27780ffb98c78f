package dev.waybill.message.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.MailKind;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reading.ReadingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Bounces of two corpora, in two halves: the rules were written on the mails whose name has an even hash, before those with an odd one had
 * been looked at.
 */
final class BounceScoreTest {
    private final MailInterpreter interpreter = new MailInterpreter(ReadingSettings.NONE);
    private final Map<String, Reading> read = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> bouncesOfFluflAreRead() {
        return Corpora.scored("flufl_bounce", this::scoreFlufl);
    }

    private void scoreFlufl() throws IOException {
        for (String half : List.of("written on", "unseen", "all")) {
            // Given
            Score score = new Score("flufl " + half);
            // When
            for (Corpora.Expected expected : Corpora.manifest("flufl_bounce", "manifest.jsonl")) {
                if (isIn(half, expected.id())) {
                    compareFlufl(expected, score);
                }
            }
            // Then
            score.print();
            if (half.equals("all")) {
                score.atLeast("kind", 0.99);
                score.atLeast("recipients", 0.973);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> bouncesOfSisimaiAreRead() {
        return Corpora.scored("sisimai", this::scoreSisimai);
    }

    private void scoreSisimai() throws IOException {
        Map<String, Corpora.Expected> byFile = Corpora.manifest("sisimai", "manifest.jsonl").stream()
                .collect(Collectors.toMap(e -> e.file().toString(), e -> e));
        for (String half : List.of("written on", "unseen", "all")) {
            // Given
            Score score = new Score("sisimai " + half);
            // When
            for (Corpora.Expected expected : Corpora.manifest("sisimai", "manifest.jsonl")) {
                if (isIn(half, expected.id())) {
                    JsonNode same = expected.expect().get("same_as");
                    JsonNode expect = same == null ? expected.expect() : variantOf(same.asText(), byFile);
                    compareSisimai(expected, expect, score);
                }
            }
            // Then
            score.print();
            if (half.equals("all")) {
                score.atLeast("kind", 0.99);
                score.atLeast("recipients", 0.978);
                score.atLeast("original id", 0.967);
                score.atLeast("permanent", 0.96);
                score.atLeast("permanent (tool)", 0.89);
            }
        }
    }

    private static JsonNode variantOf(String file, Map<String, Corpora.Expected> byFile) {
        Corpora.Expected original =
                byFile.get(Corpora.folder().resolve("sisimai").resolve(file).toString());
        return original == null ? MissingNode.getInstance() : original.expect();
    }

    private void compareFlufl(Corpora.Expected expected, Score score) throws IOException {
        Reading reading = read(expected);
        Set<String> wanted = new TreeSet<>();
        for (String list : List.of("failed_recipients", "permanent", "temporary")) {
            if (expected.expect().has(list)) {
                expected.expect()
                        .get(list)
                        .forEach(each -> wanted.add(each.asText().toLowerCase(Locale.ROOT)));
            }
        }
        // Mails without an address are there to show that none is found: some are bounces, some are not.
        if (!wanted.isEmpty()) {
            boolean told = reading.kind() == MailKind.BOUNCE || reading.kind() == MailKind.DELIVERY_STATUS;
            score.count("kind", told, expected.id() + " " + reading.kind());
        }
        score.count(
                "recipients",
                recipients(reading).equals(wanted),
                expected.id() + " " + recipients(reading) + " for " + wanted);
    }

    private void compareSisimai(Corpora.Expected expected, JsonNode expect, Score score) throws IOException {
        if (expect.isMissingNode()) {
            return;
        }
        Reading reading = read(expected);
        String kind = expect.get("kind").asText();
        score.count(
                "kind", kinds(kind).contains(reading.kind()), expected.id() + " " + reading.kind() + " for " + kind);
        if (expect.has("recipients_tool")) {
            Set<String> wanted = new TreeSet<>();
            expect.get("recipients_tool")
                    .forEach(each -> wanted.add(each.asText().toLowerCase(Locale.ROOT)));
            score.count(
                    "recipients",
                    recipients(reading).equals(wanted),
                    expected.id() + " " + recipients(reading) + " for " + wanted);
        }
        if (kind.equals("bounce") && expect.has("original_message_id_tool")) {
            String wanted = expect.get("original_message_id_tool").get(0).asText();
            score.count(
                    "original id",
                    wanted.equals(reading.originalMessageId()),
                    expected.id() + " " + reading.originalMessageId() + " for " + wanted);
        }
        if (kind.equals("bounce")) {
            for (String records : List.of("records", "records_tool")) {
                if (expect.has(records)) {
                    permanent(
                            expected.id(),
                            records.equals("records") ? "permanent" : "permanent (tool)",
                            expect.get(records),
                            reading,
                            score);
                }
            }
        }
    }

    /** The records come in the order of the recipients. */
    private static void permanent(String id, String aspect, JsonNode records, Reading reading, Score score) {
        for (int i = 0; i < records.size(); i++) {
            JsonNode record = records.get(i);
            List<Bounce> bounces = reading.bounces();
            Bounce bounce = bounces.isEmpty() ? null : bounces.get(Math.min(i, bounces.size() - 1));
            boolean hard = record.get("hard").asBoolean();
            score.count(
                    aspect,
                    bounce != null && bounce.permanent() == hard,
                    id + " "
                            + (bounce == null
                                    ? "none"
                                    : bounce.reason() + " " + bounce.status() + " "
                                            + bounce.diagnostic()
                                                    .substring(
                                                            0,
                                                            Math.min(
                                                                    100,
                                                                    bounce.diagnostic()
                                                                            .length())))
                            + " for " + record);
        }
    }

    /** The corpus calls a delay a bounce; ours is told by the action that the mail states. */
    private static Set<MailKind> kinds(String kind) {
        return switch (kind) {
            case "bounce" -> Set.of(MailKind.BOUNCE, MailKind.DELIVERY_STATUS);
            case "delivery_notice" -> Set.of(MailKind.DELIVERY_STATUS);
            case "complaint" -> Set.of(MailKind.COMPLAINT);
            case "auto_reply" -> Set.of(MailKind.AUTO_REPLY);
            default -> Set.of(MailKind.MESSAGE);
        };
    }

    private static Set<String> recipients(Reading reading) {
        return reading.bounces().stream()
                .map(bounce -> bounce.recipient().toLowerCase(Locale.ROOT))
                .filter(recipient -> !recipient.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Reading read(Corpora.Expected expected) throws IOException {
        Reading known = read.get(expected.id());
        if (known != null) {
            return known;
        }
        try (InputStream raw = Files.newInputStream(expected.file())) {
            Reading reading = interpreter.read(new Mime4jMailReader().read(raw, AttachmentSink.discard()));
            read.put(expected.id(), reading);
            return reading;
        }
    }

    private static boolean isIn(String half, String id) {
        boolean even = sha256(id)[0] % 2 == 0;
        return switch (half) {
            case "written on" -> even;
            case "unseen" -> !even;
            default -> true;
        };
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
