package dev.waybill.ingress;

import dev.waybill.queue.Locator;
import java.util.List;

/** What an external listener noticed: mails of IMAP mailboxes. */
sealed interface ImapPush {

    /** A body that fits the schema. */
    record Noticed(List<Mail> mails) implements ImapPush {
        public Noticed {
            mails = List.copyOf(mails);
        }
    }

    /** A body that does not, and why; at least one error. */
    record Malformed(List<FieldError> errors) implements ImapPush {
        public Malformed {
            errors = List.copyOf(errors);
        }
    }

    /** One mail. {@code mailbox} is a UUID or an address, as sent. */
    record Mail(String mailbox, Locator.Imap locator) {}
}
