package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Secret;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with one user, and what tests do to its mails behind our back: by an IMAP client of its own. */
interface ImapServerUnderTest {
    String USER = "help@example.org";
    String PASSWORD = "pass \"word\" \\ 1";
    AtomicInteger FOLDERS = new AtomicInteger();

    String host();

    int port();

    /** Puts mails into a folder, which is made if it is missing, and returns their UIDs. */
    List<Long> append(String folder, List<byte[]> mails);

    /** Returns when a client that was about to wait is sure to be told of a mail. */
    default void letIdleBegin() throws InterruptedException {}

    /** Makes a folder anew, empty, with another UIDVALIDITY. */
    void recreate(String folder);

    default long append(String folder, byte[] mail) {
        return append(folder, List.of(mail)).getFirst();
    }

    /** A folder that no other test uses; empty, but there. */
    default String freshFolder() {
        String folder = "Földer " + FOLDERS.incrementAndGet();
        try (Store store = store()) {
            store.getFolder(folder).create(Folder.HOLDS_MESSAGES);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
        return folder;
    }

    default void expunge(String folder, long uid) {
        try (Store store = store();
                Folder open = store.getFolder(folder)) {
            open.open(Folder.READ_WRITE);
            ((UIDFolder) open).getMessageByUID(uid).setFlag(Flags.Flag.DELETED, true);
            open.expunge();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    default int unseen(String folder) {
        try (Store store = store();
                Folder open = store.getFolder(folder)) {
            open.open(Folder.READ_ONLY);
            int unseen = 0;
            for (Message message : open.getMessages()) {
                unseen += message.isSet(Flags.Flag.SEEN) ? 0 : 1;
            }
            return unseen;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Store store() throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.connectiontimeout", "10000");
        properties.setProperty("mail.imap.timeout", "20000");
        Store store = Session.getInstance(properties).getStore("imap");
        store.connect(host(), port(), USER, PASSWORD);
        return store;
    }

    default Mailbox mailbox() {
        return mailbox(host(), port(), Security.NONE);
    }

    static Mailbox mailbox(String host, int port, Security security) {
        return new Mailbox(
                UUID.randomUUID(),
                "default",
                USER,
                new Connection.Imap(host, port, security, USER),
                List.of("INBOX"),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
    }

    static ImapSettings settings() {
        return ImapSettings.defaults()
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    static AngusImapSessions sessions(ImapSettings settings) {
        return new AngusImapSessions(mailbox -> new Secret.Password(PASSWORD), new HostPolicy(true), settings);
    }
}
