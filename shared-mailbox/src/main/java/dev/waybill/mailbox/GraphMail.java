package dev.waybill.mailbox;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The mails of Microsoft 365 mailboxes. Message ids are immutable ones in every call: the others change when a mail is moved.
 *
 * <p>Blocking; interrupting a virtual thread ends its call. A mail that is not there is an empty answer, everything else that went
 * wrong a {@link MailboxAccessException}.
 */
public interface GraphMail {
    /** What is known of a message before its bytes. */
    Optional<Item> find(Mailbox mailbox, String messageId) throws MailboxAccessException;

    /** Its MIME, to be closed. Reading throws {@link TooLargeException} behind {@code maxBytes}. */
    Optional<InputStream> open(Mailbox mailbox, String messageId, long maxBytes) throws MailboxAccessException;

    /** The immutable id for an id of the other kind. */
    Optional<String> immutableId(Mailbox mailbox, String changingId) throws MailboxAccessException;

    /** Changes a message as asked; once more changes nothing more. False if it is not there. */
    boolean change(Mailbox mailbox, String messageId, AfterProcessing how) throws MailboxAccessException;

    /** A folder by its well-known name, its path of display names ({@code Support/Urgent}), or its id. */
    Folder folder(Mailbox mailbox, String named) throws MailboxAccessException;

    /**
     * The messages that a folder has received since, oldest first.
     *
     * @param next empty at first, then {@link Page#next}
     */
    Page list(Mailbox mailbox, Folder folder, Instant since, Optional<String> next) throws MailboxAccessException;

    /** {@code size} in bytes as Exchange estimates it. */
    record Item(String id, String folderId, Instant receivedAt, boolean draft, OptionalLong size) {}

    record Folder(String id, String name) {}

    record Page(List<Item> messages, Optional<String> next) {
        public Page {
            messages = List.copyOf(messages);
        }
    }
}
