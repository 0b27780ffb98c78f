package dev.waybill.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waybill.queue.InvalidPointerException;
import dev.waybill.queue.Locator;
import dev.waybill.queue.PointerQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /webhooks/imap} against its allow-list schema: an object with {@code pointers}, 1 to 1,000 objects
 * of {@code mailbox}, {@code folder}, {@code uidValidity} and {@code uid}, and nothing else.
 */
final class ImapPushReader {
    /** Enough to mend a client by; more would only make the answer large. */
    private static final int MOST_ERRORS = 20;

    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_MAILBOX = 400;
    private static final Set<String> ROOT_FIELDS = Set.of("pointers");
    private static final Set<String> POINTER_FIELDS = Set.of("mailbox", "folder", "uidValidity", "uid");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}");

    private final ObjectReader json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxStringLength(4_096)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    ImapPush read(byte[] body) {
        try {
            JsonNode root = json.readTree(body);
            return new Reading().read(root);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            long column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            return new ImapPush.Malformed(List.of(new FieldError(
                    "", "is not JSON that can be read; the trouble is at line " + line + ", column " + column)));
        } catch (IOException e) {
            throw new IllegalStateException("a byte array cannot fail to be read", e);
        }
    }

    /** One body; collects what is wrong with it. */
    private static final class Reading {
        private final List<FieldError> errors = new ArrayList<>();
        private final List<ImapPush.Mail> mails = new ArrayList<>();

        ImapPush read(JsonNode root) {
            if (!root.isObject()) {
                error("", "has to be a JSON object with the field 'pointers'");
                return new ImapPush.Malformed(errors);
            }
            unknownFields("", root, ROOT_FIELDS);
            JsonNode pointers = root.get("pointers");
            if (pointers == null || !pointers.isArray()) {
                error("pointers", pointers == null ? "is missing" : "has to be an array");
            } else if (pointers.isEmpty() || pointers.size() > PointerQueue.MAX_BATCH) {
                error(
                        "pointers",
                        "holds " + pointers.size() + " pointers; 1 to " + PointerQueue.MAX_BATCH + " are allowed");
            } else {
                for (int i = 0; i < pointers.size() && errors.size() < MOST_ERRORS; i++) {
                    pointer("pointers[" + i + "]", pointers.get(i));
                }
            }
            return errors.isEmpty() ? new ImapPush.Noticed(mails) : new ImapPush.Malformed(errors);
        }

        private void pointer(String path, JsonNode node) {
            if (!node.isObject()) {
                error(path, "has to be an object");
                return;
            }
            unknownFields(path, node, POINTER_FIELDS);
            String mailbox = text(path + ".mailbox", node.get("mailbox"));
            String folder = text(path + ".folder", node.get("folder"));
            long uidValidity = number(path + ".uidValidity", node.get("uidValidity"));
            long uid = number(path + ".uid", node.get("uid"));
            if (mailbox != null && !isMailbox(mailbox)) {
                error(path + ".mailbox", "is neither a UUID nor a mail address");
            } else if (mailbox != null && folder != null && uidValidity >= 0 && uid >= 0) {
                try {
                    mails.add(new ImapPush.Mail(mailbox, new Locator.Imap(folder, uidValidity, uid)));
                } catch (InvalidPointerException e) {
                    error(path + "." + e.field(), problem(e));
                }
            }
        }

        private void unknownFields(String path, JsonNode node, Set<String> known) {
            for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!known.contains(name)) {
                    String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
                    error(
                            path.isEmpty() ? shown : path + "." + shown,
                            "is not known; allowed are "
                                    + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }

        private @Nullable String text(String path, @Nullable JsonNode node) {
            if (node == null || !node.isTextual()) {
                error(path, node == null ? "is missing" : "has to be a string");
                return null;
            }
            return node.textValue();
        }

        /** The number, or -1 after an error. */
        private long number(String path, @Nullable JsonNode node) {
            if (node == null) {
                error(path, "is missing");
                return -1;
            }
            if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0) {
                return node.longValue();
            }
            if (node.isTextual() && DECIMAL.matcher(node.textValue()).matches()) {
                return Long.parseLong(node.textValue());
            }
            error(path, "has to be a whole number from 1 to 4294967295, or the same as a decimal string");
            return -1;
        }

        private static boolean isMailbox(String mailbox) {
            return mailbox.length() <= LONGEST_MAILBOX
                    && (mailbox.indexOf('@') > 0 || UUID.matcher(mailbox).matches());
        }

        private static String problem(InvalidPointerException e) {
            return String.valueOf(e.getMessage()).replaceFirst("^pointer field '[^']*' ", "");
        }

        private void error(String field, String problem) {
            if (errors.size() < MOST_ERRORS) {
                errors.add(new FieldError(field, problem));
            }
        }
    }
}
