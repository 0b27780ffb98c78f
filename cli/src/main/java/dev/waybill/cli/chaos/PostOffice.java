package dev.waybill.cli.chaos;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.MailServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The IMAP server of a run. */
sealed interface PostOffice extends AutoCloseable {
    String PASSWORD = "secret";

    /** Debian's Dovecot where it is installed, else GreenMail. */
    static PostOffice open(List<String> addresses) {
        return DovecotServer.isInstalled() ? new Dovecot(addresses) : new GreenMail(addresses);
    }

    String name();

    int port();

    /** Which folder of each mailbox is to be watched. */
    String folder();

    void deliver(String address, byte[] mail);

    /** Every mail of the mailbox gets a new UID under a new UIDVALIDITY. */
    void renumber(String address);

    /** Whether {@link #restart} works. */
    boolean restarts();

    /** Ends it by SIGKILL, and starts it after so long. */
    void restart(Pause meanwhile) throws InterruptedException;

    @Override
    void close();

    /** Lets time pass. */
    interface Pause {
        void pass() throws InterruptedException;
    }

    /** A process of its own, which takes mails as files. */
    final class Dovecot implements PostOffice {
        private final DovecotServer server;

        Dovecot(List<String> addresses) {
            Map<String, String> users = new HashMap<>();
            addresses.forEach(address -> users.put(address, PASSWORD));
            server = DovecotServer.start(users);
        }

        @Override
        public String name() {
            return "Dovecot";
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public String folder() {
            return "INBOX";
        }

        @Override
        public void deliver(String address, byte[] mail) {
            server.deliver(address, mail);
        }

        @Override
        public void renumber(String address) {
            server.renumber(address);
        }

        @Override
        public boolean restarts() {
            return true;
        }

        @Override
        public void restart(Pause meanwhile) throws InterruptedException {
            server.kill();
            try {
                meanwhile.pass();
            } finally {
                server.restart();
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** In this JVM: it cannot be killed, and a folder other than INBOX stands for a mailbox that can be renumbered. */
    final class GreenMail implements PostOffice {
        private final MailServer server;

        GreenMail(List<String> addresses) {
            server = MailServer.start(addresses.stream()
                    .map(address -> new MailServer.User(address, PASSWORD))
                    .toArray(MailServer.User[]::new));
            addresses.forEach(address -> server.createFolder(address, folder()));
        }

        @Override
        public String name() {
            return "GreenMail";
        }

        @Override
        public int port() {
            return server.imapPort();
        }

        @Override
        public String folder() {
            return "Support";
        }

        @Override
        public synchronized void deliver(String address, byte[] mail) {
            server.append(address, folder(), mail);
        }

        @Override
        public synchronized void renumber(String address) {
            List<byte[]> all = server
                    .greenMail()
                    .getManagers()
                    .getImapHostManager()
                    .getFolder(server.greenMail().getUserManager().getUserByEmail(address), folder())
                    .getMessages()
                    .stream()
                    .map(stored -> bytes(stored.getMimeMessage()))
                    .toList();
            server.recreateFolder(address, folder());
            all.forEach(mail -> server.append(address, folder(), mail));
        }

        private static byte[] bytes(jakarta.mail.internet.MimeMessage message) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                message.writeTo(bytes);
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException("a mail in memory could not be read", e);
            }
        }

        @Override
        public boolean restarts() {
            return false;
        }

        @Override
        public void restart(Pause meanwhile) {
            throw new ChaosFailure("GreenMail runs in this process and cannot be killed");
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
