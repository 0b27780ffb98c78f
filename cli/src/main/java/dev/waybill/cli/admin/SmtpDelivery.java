package dev.waybill.cli.admin;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** One SMTP connection that delivers mail after mail, and is made anew when the server ends it. */
final class SmtpDelivery implements AutoCloseable {
    /** The envelope's sender of everything sent from here; bounces of it go nowhere. */
    static final String ENVELOPE_FROM = "sender@waybill.example";

    private static final long LARGEST = 100L * 1024 * 1024;

    private final SmtpServer server;
    private final Session session;
    private final Address[] to;
    private @Nullable SMTPTransport transport;

    SmtpDelivery(SmtpServer server, String to) {
        this.server = server;
        this.to = new Address[] {recipient(to)};
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.connectiontimeout", "5000");
        settings.setProperty("mail.smtp.timeout", "30000");
        settings.setProperty("mail.smtp.writetimeout", "30000");
        settings.setProperty("mail.smtp.localhost", "localhost");
        this.session = Session.getInstance(settings);
    }

    /**
     * Delivers one file.
     *
     * @throws Refused this file was not taken; others may be
     * @throws VerbFailure nothing can be delivered at all
     */
    void deliver(Path file) throws Refused {
        RawMail mail = new RawMail(session, ENVELOPE_FROM, read(file));
        SMTPTransport open = connected();
        if (mail.hasHighBytes() && open.supportsExtension("8BITMIME")) {
            mail.setMailExtension("BODY=8BITMIME");
        }
        try {
            open.sendMessage(mail, to);
        } catch (SendFailedException e) {
            throw new Refused(reason(e));
        } catch (MessagingException e) {
            close();
            throw new Refused(reason(e));
        }
    }

    private SMTPTransport connected() {
        SMTPTransport current = transport;
        if (current != null && current.isConnected()) {
            return current;
        }
        try {
            SMTPTransport made = (SMTPTransport) session.getTransport("smtp");
            made.connect(server.host(), server.port(), null, null);
            transport = made;
            return made;
        } catch (MessagingException e) {
            throw VerbFailure.failed("no SMTP server answers at " + server + " (" + reason(e)
                    + "); is Waybill's demo mail server running? See ./waybill status");
        }
    }

    private static byte[] read(Path file) throws Refused {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new Refused("has " + size + " bytes; at most " + LARGEST + " are sent");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refused("cannot be read: " + e.getMessage());
        }
    }

    private static InternetAddress recipient(String to) {
        try {
            return new InternetAddress(to, true);
        } catch (AddressException e) {
            throw VerbFailure.usage("--to '" + to + "' is not a mail address");
        }
    }

    private static String reason(MessagingException e) {
        Exception next = e.getNextException();
        String text = next == null ? e.getMessage() : next.getMessage();
        return String.valueOf(text).strip();
    }

    @Override
    public void close() {
        SMTPTransport current = transport;
        transport = null;
        if (current != null) {
            try {
                current.close();
            } catch (MessagingException e) {
                // The connection is gone either way.
                return;
            }
        }
    }

    /** A server that takes mail, as {@code host:port}. */
    record SmtpServer(String host, int port) {
        static SmtpServer parse(String text) {
            int colon = text.lastIndexOf(':');
            try {
                if (colon > 0) {
                    int port = Integer.parseInt(text.substring(colon + 1));
                    if (port > 0 && port < 65_536) {
                        return new SmtpServer(text.substring(0, colon), port);
                    }
                }
            } catch (NumberFormatException e) {
                throw usage(text);
            }
            throw usage(text);
        }

        private static VerbFailure usage(String text) {
            return VerbFailure.usage(
                    "'" + text + "' is not an SMTP server; write host:port, for example localhost:3025");
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** One mail was not taken. */
    static final class Refused extends Exception {
        Refused(String reason) {
            super(reason);
        }
    }
}
