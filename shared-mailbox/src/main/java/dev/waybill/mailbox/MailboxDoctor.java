package dev.waybill.mailbox;

import java.util.List;
import java.util.UUID;

/** Looks at a mailbox step by step and changes nothing in it. Every step has a time limit; nothing is thrown. */
public interface MailboxDoctor {
    Examination examine(Subject subject, AccessTokens tokens);

    /** A mailbox, connected or about to be. */
    record Subject(
            UUID id, Connection connection, List<String> folders, AfterProcessing afterProcessing, Secret secret) {
        public static Subject of(Mailbox mailbox, Secret secret) {
            return new Subject(
                    mailbox.id(), mailbox.connection(), mailbox.folders(), mailbox.afterProcessing(), secret);
        }

        public static Subject of(NewMailbox mailbox) {
            return new Subject(
                    UUID.randomUUID(),
                    mailbox.connection(),
                    mailbox.folders(),
                    mailbox.afterProcessing(),
                    mailbox.secret());
        }
    }
}
