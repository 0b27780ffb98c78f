package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The JSON form of a {@link Pointer}, version 1: canonical when written, refused when read unless every key is known.
 *
 * <pre>{@code
 * {"v":1,"kind":"imap","mailbox":"<UUID>","folder":"INBOX","uidValidity":"7","uid":"42","enqueuedAt":1760000000000}
 * }</pre>
 *
 * Providers' ids and IMAP's UIDs are strings; {@code enqueuedAt} and {@code since} are epoch milliseconds; {@code traceparent}
 * may be missing.
 */
public final class PointerCodec {
    public static final int VERSION = 1;

    /** The longest JSON of a pointer, in bytes. */
    public static final int MAX_BYTES = 1_024;

    private static final Set<String> IMAP = withCommon("folder", "uidValidity", "uid");
    private static final Set<String> MESSAGE = withCommon("messageId");
    private static final Set<String> GMAIL_HISTORY = withCommon("historyId");
    private static final Set<String> RECONCILE = withCommon("since", "reason");

    private PointerCodec() {}

    /**
     * Writes a pointer.
     *
     * @throws InvalidPointerException the JSON is longer than 1 KiB, or a text is not valid Unicode
     */
    public static String encode(Pointer pointer) {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = PointerFields.JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("kind", pointer.locator().kind());
            json.writeStringField("mailbox", pointer.mailbox().toString());
            write(json, pointer.locator());
            json.writeNumberField("enqueuedAt", pointer.enqueuedAt());
            if (!pointer.traceparent().isEmpty()) {
                json.writeStringField("traceparent", pointer.traceparent());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = out.toString();
        refuseUnlessStorable(text);
        return text;
    }

    private static void write(JsonGenerator json, Locator locator) throws IOException {
        switch (locator) {
            case Locator.Imap imap -> {
                json.writeStringField("folder", imap.folder());
                json.writeStringField("uidValidity", Long.toString(imap.uidValidity()));
                json.writeStringField("uid", Long.toString(imap.uid()));
            }
            case Locator.Graph graph -> json.writeStringField("messageId", graph.messageId());
            case Locator.Gmail gmail -> json.writeStringField("messageId", gmail.messageId());
            case Locator.GmailHistory history -> json.writeStringField("historyId", history.historyId());
            case Locator.Reconcile reconcile -> {
                json.writeNumberField("since", reconcile.since());
                json.writeStringField("reason", reconcile.reason());
            }
        }
    }

    private static void refuseUnlessStorable(String text) {
        if (!PointerFields.isUnicode(text)) {
            throw new InvalidPointerException("pointer", "holds half of a surrogate pair");
        }
        // Three bytes a character at most, so that the usual pointer is not encoded twice.
        if (text.length() * 3 > MAX_BYTES && text.getBytes(UTF_8).length > MAX_BYTES) {
            throw new InvalidPointerException(
                    "pointer", "has " + text.getBytes(UTF_8).length + " bytes; " + MAX_BYTES + " are allowed");
        }
    }

    /**
     * Reads a pointer.
     *
     * @throws InvalidPointerException anything that is not a pointer of version 1; names the field
     */
    public static Pointer decode(byte[] json) {
        PointerFields fields = PointerFields.read(json);
        Optional<String> foreign = foreign(fields);
        if (foreign.isPresent()) {
            throw new InvalidPointerException("pointer", foreign.get());
        }
        return pointer(fields);
    }

    /** Reads what a claim returned; never throws for its content. */
    public static Claimed claimed(Receipt receipt, byte[] json, int attempts, int crashes) {
        try {
            PointerFields fields = PointerFields.read(json);
            Optional<String> foreign = foreign(fields);
            if (foreign.isPresent()) {
                return new Claimed.Unknown(receipt, shown(json), foreign.get(), fields.numberOr("enqueuedAt", 0));
            }
            return new Claimed.Valid(receipt, pointer(fields), attempts, crashes);
        } catch (InvalidPointerException e) {
            return new Claimed.Broken(receipt, shown(json), e.getMessage() == null ? "" : e.getMessage());
        }
    }

    /** What makes the pointer one of another version of this software; empty if it is of ours. */
    private static Optional<String> foreign(PointerFields fields) {
        long version = fields.number("v");
        if (version != VERSION) {
            return Optional.of("is of version " + version + "; this process knows version " + VERSION);
        }
        return switch (fields.text("kind")) {
            case "imap", "graph", "gmail", "gmail-history", "reconcile" -> Optional.empty();
            default -> Optional.of("is of a kind that this process does not know");
        };
    }

    private static Pointer pointer(PointerFields fields) {
        Locator locator = locator(fields);
        String mailbox = fields.text("mailbox");
        return new Pointer(
                uuid(mailbox),
                locator,
                fields.number("enqueuedAt"),
                fields.has("traceparent") ? fields.text("traceparent") : "");
    }

    /** Java also reads shorter forms and capitals, which are other texts for the same mailbox. */
    private static UUID uuid(String text) {
        if (text.length() == 36) {
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equals(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException e) {
                // Refused below, as what Java would have read is.
            }
        }
        throw new InvalidPointerException("mailbox", "is not a lower-case UUID");
    }

    private static Locator locator(PointerFields fields) {
        return switch (fields.text("kind")) {
            case "imap" -> {
                fields.refuseOthers(IMAP);
                yield new Locator.Imap(fields.text("folder"), fields.decimal("uidValidity"), fields.decimal("uid"));
            }
            case "graph" -> {
                fields.refuseOthers(MESSAGE);
                yield new Locator.Graph(fields.text("messageId"));
            }
            case "gmail" -> {
                fields.refuseOthers(MESSAGE);
                yield new Locator.Gmail(fields.text("messageId"));
            }
            case "gmail-history" -> {
                fields.refuseOthers(GMAIL_HISTORY);
                yield new Locator.GmailHistory(fields.text("historyId"));
            }
            case "reconcile" -> {
                fields.refuseOthers(RECONCILE);
                yield new Locator.Reconcile(fields.number("since"), fields.text("reason"));
            }
            default -> throw new InvalidPointerException("kind", "is not known");
        };
    }

    private static Set<String> withCommon(String... locatorKeys) {
        Set<String> allowed = new HashSet<>(Set.of(locatorKeys));
        allowed.addAll(Set.of("v", "kind", "mailbox", "enqueuedAt", "traceparent"));
        return Set.copyOf(allowed);
    }

    /** For the operator; bytes that are no characters become question marks, and the rest is cut. */
    private static String shown(byte[] json) {
        return new String(json, 0, Math.min(json.length, MAX_BYTES), UTF_8);
    }
}
