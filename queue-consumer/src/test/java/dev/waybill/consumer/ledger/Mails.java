package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.consumer.blob.Original;
import dev.waybill.consumer.ticket.Course;
import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reading.ReadingSettings;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails for tests, as if they had been read. */
public final class Mails {
    public static final UUID MAILBOX = UUID.fromString("6d1f9a52-7c0e-4c3b-9a55-0d5f3a6b9d11");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private static final MailInterpreter INTERPRETER = new MailInterpreter(ReadingSettings.NONE);

    private Mails() {}

    public static ParsedMail mail(@Nullable String messageId, List<String> inReplyTo, List<String> references) {
        return mail("Subject", messageId, inReplyTo, references, List.of());
    }

    static ParsedMail mail(
            String subject,
            @Nullable String messageId,
            List<String> inReplyTo,
            List<String> references,
            List<ParsedMail.Attachment> attachments) {
        ParsedMail.Address from = new ParsedMail.Address("Ann", "ann@example.com");
        ParsedMail.Address to = new ParsedMail.Address("", "help@example.com");
        return new ParsedMail(
                List.of(),
                List.of(from),
                null,
                List.of(),
                List.of(to),
                List.of(),
                subject,
                NOON,
                messageId,
                inReplyTo,
                references,
                "Hello",
                null,
                false,
                attachments,
                List.of(),
                List.of());
    }

    static Passage passage(String folder, long uidValidity, long uid) {
        Pointer pointer = new Pointer(MAILBOX, new Locator.Imap(folder, uidValidity, uid), NOON.toEpochMilli(), "");
        return new Passage(
                MAILBOX,
                "default",
                MessageKey.imap(folder, uidValidity, uid),
                pointer.id(),
                0,
                0,
                17,
                NOON.toEpochMilli(),
                NOON,
                "");
    }

    /** A mail of its own, in a place of IMAP. */
    public static ProcessedMail in(String folder, long uidValidity, long uid, String raw) {
        return at(passage(folder, uidValidity, uid), raw, mail(null, List.of(), List.of()));
    }

    /** Read from its source, whose lines end with a line feed. */
    public static ProcessedMail read(long uid, String source, Instant receivedAt) {
        byte[] raw = source.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            return at(
                    passage("INBOX", 7, uid),
                    new BlobStore.Blob(ContentHash.of(raw), raw.length),
                    new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard()),
                    receivedAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProcessedMail at(long uid, String raw, ParsedMail parsed) {
        return at(passage("INBOX", 7, uid), raw, parsed);
    }

    static ProcessedMail at(Passage passage, String raw, ParsedMail parsed) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        return at(passage, new BlobStore.Blob(ContentHash.of(bytes), bytes.length), parsed, NOON);
    }

    /** Read and decided as the consumer does, in the mailbox {@code help@example.com}. */
    static ProcessedMail at(Passage passage, BlobStore.Blob blob, ParsedMail parsed, Instant receivedAt) {
        Reading reading = INTERPRETER.read(parsed);
        return new ProcessedMail(
                passage,
                new Original.Stored(blob),
                parsed,
                reading,
                Course.of(parsed, reading, Set.of("help@example.com")),
                receivedAt,
                NOON);
    }
}
