package dev.waybill.consumer;

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

    private final TestImap server;
    private final String address;
    private final Mailbox mailbox;

    private Inbox(TestImap server, String address, Mailbox mailbox) {
        this.server = server;
        this.address = address;
        this.mailbox = mailbox;
    }

    static Inbox connect(MailboxRegistry registry, TestImap server) {
        return connect(registry, server, TestImap.PASSWORD);
    }

    /** As {@link #connect(MailboxRegistry, TestImap)}, with the password that the consumer is told. */
    static Inbox connect(MailboxRegistry registry, TestImap server, String told) {
        String address = server.newUser();
        Connection.Imap connection =
                new Connection.Imap(server.host(), server.port(), Connection.Security.NONE, address);
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
        return receive(folder, List.of(mail)).getFirst();
    }

    List<Pointer> receive(String folder, List<String> mails) {
        List<Long> uids = server.append(
                address,
                folder,
                mails.stream()
                        .map(mail -> mail.getBytes(StandardCharsets.ISO_8859_1))
                        .toList());
        long uidValidity = server.uidValidity(address, folder);
        return uids.stream().map(uid -> pointer(folder, uidValidity, uid)).toList();
    }

    Pointer pointer(String folder, long uidValidity, long uid) {
        return new Pointer(
                mailbox.id(),
                new Locator.Imap(folder, uidValidity, uid),
                Instant.now().toEpochMilli(),
                TRACEPARENT);
    }

    void recreateFolder(String folder) {
        server.recreate(address, folder);
    }

    void expungeAll() {
        server.empty(address);
    }

    /** A mail of one text part; the headers come first, each with its line end. */
    static String mail(String headers, String body) {
        return headers
                + "From: Ann <ann@example.org>\r\nTo: help@example.com\r\nDate: Sun, 1 Nov 2026 12:00:00 +0000\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n";
    }
}
