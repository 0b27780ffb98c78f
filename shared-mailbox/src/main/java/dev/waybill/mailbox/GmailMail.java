package dev.waybill.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mails of Gmail mailboxes, and their history. History ids are unsigned 64-bit numbers, rise, and have gaps.
 *
 * <p>Blocking; interrupting a virtual thread ends its call. A mail that is not there is an empty answer, everything else that went
 * wrong a {@link MailboxAccessException}.
 */
public interface GmailMail {
    /** Where the history of the mailbox stands now. */
    BigInteger historyId(Mailbox mailbox) throws MailboxAccessException;

    /** The id of a label by its name or id; {@code INBOX} and its like are both. */
    String label(Mailbox mailbox, String named) throws MailboxAccessException;

    /**
     * What came and what was labelled since, one page. A page may be empty and link on.
     *
     * @param next empty at first, then {@link History.Page#next}
     */
    History history(Mailbox mailbox, BigInteger since, Optional<String> next) throws MailboxAccessException;

    /**
     * The messages under a label that were received since, in no promised order; without spam and trash.
     *
     * @param next empty at first, then {@link Page#next}
     */
    Page list(Mailbox mailbox, String labelId, Instant since, Optional<String> next) throws MailboxAccessException;

    /** The mail as it was delivered, to be closed. Reading throws {@link TooLargeException} behind {@code maxBytes}. */
    Optional<RawMail> open(Mailbox mailbox, String messageId, long maxBytes) throws MailboxAccessException;

    /** Changes a message as asked; once more changes nothing more. False if it is not there. */
    boolean change(Mailbox mailbox, String messageId, AfterProcessing how) throws MailboxAccessException;

    /** A page of history. */
    sealed interface History {
        /** {@code upTo}: where to go on from when the last page is done. */
        record Page(List<Arrival> arrivals, Optional<String> next, BigInteger upTo) implements History {
            public Page {
                arrivals = List.copyOf(arrivals);
            }
        }

        /** The id is older than what Gmail keeps, or none of this mailbox. */
        record Forgotten() implements History {}
    }

    /**
     * A message came, or was labelled.
     *
     * @param labels it bore then
     * @param added those that are new: all of them for a message that came
     */
    record Arrival(String messageId, Set<String> labels, Set<String> added) {
        public Arrival {
            labels = Set.copyOf(labels);
            added = Set.copyOf(added);
        }
    }

    record Page(List<String> messageIds, Optional<String> next) {
        public Page {
            messageIds = List.copyOf(messageIds);
        }
    }

    /** A mail that is being read. */
    interface RawMail extends AutoCloseable {
        InputStream content();

        /** What came along with it; known when the content was read to its end. */
        Facts facts();

        @Override
        void close() throws IOException;
    }

    record Facts(Optional<Instant> receivedAt, Set<String> labels) {
        public Facts {
            labels = Set.copyOf(labels);
        }
    }
}
