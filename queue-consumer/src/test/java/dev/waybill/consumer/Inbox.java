package dev.waybill.consumer;

import com.icegreen.greenmail.store.FolderException;
import dev.waybill.devstack.MailServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A mailbox on the mail server, connected to the consumer; mails are put into it and pointed at. */
final class Inbox {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final MailServer server;
    private final String address;
    private final Mailbox mailbox;

    private Inbox(MailServer server, String address, Mailbox mailbox) {
        this.server = server;
        this.address = address;
        this.mailbox = mailbox;
    }

    static Inbox connect(MailboxRegistry registry) {
        return connect(registry, "secret");
    }

    /** As {@link #connect(MailboxRegistry)}, with the password that the consumer is told. */
    static Inbox connect(MailboxRegistry registry, String told) {
        MailServer server = ConsumerServers.mail();
        String address = "u" + UUID.randomUUID().toString().substring(0, 8) + "@example.com";
        server.addUser(new MailServer.User(address, "secret"));
        Connection.Imap connection =
                new Connection.Imap(server.host(), server.imapPort(), Connection.Security.NONE, address);
        Mailbox mailbox = registry.add(new NewMailbox(
                "default",
                address,
                connection,
                List.of("INBOX"),
                Instant.EPOCH,
                new AfterProcessing.Keep(),
                new Secret.Password(told)));
        return new Inbox(server, address, mailbox);
    }

    UUID id() {
        return mailbox.id();
    }

    Pointer receive(String mail) {
        return receive("INBOX", mail);
    }

    Pointer receive(String folder, String mail) {
        long uid = server.append(address, folder, mail.getBytes(StandardCharsets.ISO_8859_1));
        return pointer(folder, server.uidValidity(address, folder), uid);
    }

    Pointer pointer(String folder, long uidValidity, long uid) {
        return new Pointer(
                mailbox.id(),
                new Locator.Imap(folder, uidValidity, uid),
                Instant.now().toEpochMilli(),
                TRACEPARENT);
    }

    void createFolder(String folder) {
        server.createFolder(address, folder);
    }

    void recreateFolder(String folder) {
        server.recreateFolder(address, folder);
    }

    void expungeAll() throws FolderException {
        var green = server.greenMail();
        green.getManagers()
                .getImapHostManager()
                .getInbox(green.getUserManager().getUserByEmail(address))
                .deleteAllMessages();
    }

    /** A mail of one text part; the headers come first, each with its line end. */
    static String mail(String headers, String body) {
        return headers
                + "From: Ann <ann@example.org>\r\nTo: help@example.com\r\nDate: Sun, 1 Nov 2026 12:00:00 +0000\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n";
    }
}
