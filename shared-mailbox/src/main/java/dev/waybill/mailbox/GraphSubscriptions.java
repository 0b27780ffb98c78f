package dev.waybill.mailbox;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What tells us of new mails in Microsoft 365 mailboxes. Subscriptions are made for immutable ids, and for mails that are created in a
 * folder. A mailbox opens the subscriptions of its whole application in its tenant.
 */
public interface GraphSubscriptions {
    List<Subscribed> list(Mailbox mailbox) throws MailboxAccessException;

    /**
     * Makes one; Graph calls both URLs before it answers.
     *
     * @throws MailboxAccessException reason {@code validation_failed}: a URL did not answer as it must; {@code subscription_exists}:
     *     there is one for the same already
     */
    Subscribed create(Mailbox mailbox, Wanted wanted) throws MailboxAccessException;

    /** Until when it lasts now, which is not always what was asked for; empty if it is gone. */
    Optional<Subscribed> renew(Mailbox mailbox, String id, Instant until) throws MailboxAccessException;

    /** False if it is gone. */
    boolean delete(Mailbox mailbox, String id) throws MailboxAccessException;

    /** The resource that a subscription to a folder names; {@link Subscribed#isTo} knows its other spellings. */
    static String resource(Connection.Graph connection, GraphMail.Folder folder) {
        return "users/" + connection.user() + "/mailFolders('" + folder.id() + "')/messages";
    }

    /** {@code clientState}: at most 128 characters. Its text never shows it. */
    record Wanted(GraphMail.Folder folder, URI notificationUrl, URI lifecycleUrl, String clientState, Instant until) {
        @Override
        public String toString() {
            return "Wanted[" + folder + ", until " + until + "]";
        }
    }

    /** The client state is never given back. */
    record Subscribed(
            String id, String resource, String notificationUrl, Optional<String> lifecycleUrl, Instant expires) {
        /** Whether it is about this folder, however it is spelt. */
        public boolean isTo(Connection.Graph connection, GraphMail.Folder folder) {
            return plain(resource).equalsIgnoreCase(plain(GraphSubscriptions.resource(connection, folder)));
        }

        private static String plain(String spelling) {
            return spelling.replaceFirst("^/", "").replace("('", "/").replace("')", "");
        }
    }
}
