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

    /**
     * What came into a folder, also by a move: at first everything in it, then what came since, in no order. What left the folder and
     * came back within one round is not told.
     *
     * @param link empty at first, then {@link Changes.Page#next} and, for a later round, {@link Changes.Page#upTo}
     */
    Changes changes(Mailbox mailbox, Folder folder, Optional<String> link) throws MailboxAccessException;

    /** An answer to {@link #changes}. */
    sealed interface Changes {
        /** {@code upTo}: on the last page, where the next round begins. */
        record Page(List<Item> messages, Optional<String> next, Optional<String> upTo) implements Changes {
            public Page {
                messages = List.copyOf(messages);
            }
        }

        /** Exchange no longer knows the link; begin anew. */
        record Forgotten() implements Changes {}
    }

    /** {@code size} in bytes as Exchange estimates it. */
    record Item(String id, String folderId, Instant receivedAt, boolean draft, OptionalLong size) {}

    record Folder(String id, String name) {}

    record Page(List<Item> messages, Optional<String> next) {
        public Page {
            messages = List.copyOf(messages);
        }
    }
}
