package dev.waybill.devstack;

import com.icegreen.greenmail.imap.AuthorizationException;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * A mail server in this JVM (GreenMail): SMTP in, IMAP out, both plain, on loopback, everything in memory. A mail
 * for an address that nobody has makes that user, with the address as its password.
 */
public final class MailServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    /** GreenMail's own 30 s would end an IDLE; clients renew theirs within 29 minutes (RFC 2177 §3). */
    private static final Duration IMAP_SILENCE = Duration.ofMinutes(35);

    private static final Duration START = Duration.ofSeconds(20);
    /** Made once: each searches the class path for providers of mail. */
    private static final Session SESSION = Session.getInstance(new Properties());

    private final GreenMail greenMail;
    private final Forwarding forwarding;

    private MailServer(GreenMail greenMail, Forwarding forwarding) {
        this.greenMail = greenMail;
        this.forwarding = forwarding;
    }

    /** Who may sign in: the address, which is the login too, and the password. */
    public record User(String address, String password) {

        @Override
        public String toString() {
            return "User[" + address + "]";
        }
    }

    /** Starts one on free ports with these users. */
    public static MailServer start(User... users) {
        return start(0, 0, List.of(users));
    }

    /** Starts one on these ports (0: a free one) with these users. */
    public static MailServer start(int smtpPort, int imapPort, List<User> users) {
        ServerSetup smtp = new ServerSetup(smtpPort, LOOPBACK, ServerSetup.PROTOCOL_SMTP);
        ServerSetup imap = new ServerSetup(imapPort, LOOPBACK, ServerSetup.PROTOCOL_IMAP);
        smtp.setServerStartupTimeout(START.toMillis());
        imap.setServerStartupTimeout(START.toMillis());
        GreenMail greenMail = new GreenMail(new ServerSetup[] {smtp, imap});
        try {
            greenMail.start();
        } catch (IllegalStateException e) {
            greenMail.stop();
            throw new ServerStartException(
                    "The demo mail server did not start on ports %d (SMTP) and %d (IMAP): %s"
                            .formatted(smtpPort, imapPort, e.getMessage()),
                    e);
        }
        greenMail.getImap().setClientSocketTimeout((int) IMAP_SILENCE.toMillis());
        UserManager accounts = greenMail.getUserManager();
        Forwarding forwarding = new Forwarding(new TolerantDelivery(accounts.getMessageDeliveryHandler()));
        accounts.setMessageDeliveryHandler(forwarding);
        MailServer server = new MailServer(greenMail, forwarding);
        users.forEach(server::addUser);
        return server;
    }

    /** Returns the SMTP port. */
    public int smtpPort() {
        return greenMail.getSmtp().getPort();
    }

    /** Returns the IMAP port. */
    public int imapPort() {
        return greenMail.getImap().getPort();
    }

    /** Returns the host of both. */
    public String host() {
        return LOOPBACK;
    }

    /** Adds a user, or changes the password of one. */
    public void addUser(User user) {
        greenMail.setUser(user.address(), user.address(), user.password());
    }

    /** Hands what arrives for an address to somebody else instead of keeping it. */
    public void forward(String address, Consumer<byte[]> to) {
        forwarding.add(address, to);
    }

    /** Makes a folder of a user. */
    public void createFolder(String address, String folder) {
        try {
            folders().createMailbox(user(address), folder);
        } catch (AuthorizationException | FolderException e) {
            throw new IllegalStateException("folder " + folder + " was not made: " + e.getMessage(), e);
        }
    }

    /** Deletes a folder other than INBOX with its mails and makes it anew: its UIDVALIDITY changes. */
    public void recreateFolder(String address, String folder) {
        try {
            // GreenMail takes the second in which a folder is made.
            long before = folder(address, folder).getUidValidity();
            while (Instant.now().getEpochSecond() <= before) {
                Thread.sleep(20);
            }
            folders().deleteMailbox(user(address), folder);
            folders().createMailbox(user(address), folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("folder " + folder + " was not made anew: interrupted", e);
        } catch (AuthorizationException | FolderException e) {
            throw new IllegalStateException("folder " + folder + " was not made anew: " + e.getMessage(), e);
        }
    }

    /** Puts a mail into a folder as IMAP's APPEND would, and returns its UID. */
    public long append(String address, String folder, byte[] rfc822) {
        try {
            MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(rfc822));
            return folder(address, folder).appendMessage(message, new Flags(), Date.from(Instant.now()));
        } catch (MessagingException e) {
            throw new IllegalArgumentException("the mail server does not take this mail: " + e.getMessage(), e);
        }
    }

    /** Returns how many mails a folder holds. */
    public int count(String address, String folder) {
        return folder(address, folder).getMessageCount();
    }

    /** Returns the UIDs of a folder, ascending. */
    public List<Long> uids(String address, String folder) {
        return Arrays.stream(folder(address, folder).getMessageUids())
                .sorted()
                .boxed()
                .toList();
    }

    /** Returns a folder's UIDVALIDITY. */
    public long uidValidity(String address, String folder) {
        return folder(address, folder).getUidValidity();
    }

    /** Returns the server inside, for what a test needs beyond this. */
    public GreenMail greenMail() {
        return greenMail;
    }

    @Override
    public void close() {
        greenMail.stop();
    }

    private MailFolder folder(String address, String folder) {
        MailFolder found = folders().getFolder(user(address), folder);
        if (found == null) {
            throw new IllegalArgumentException("no folder " + folder + " at the mail server");
        }
        return found;
    }

    private GreenMailUser user(String address) {
        GreenMailUser found = greenMail.getUserManager().getUserByEmail(address);
        if (found == null) {
            throw new IllegalArgumentException("no such user at the mail server; add it first");
        }
        return found;
    }

    private ImapHostManager folders() {
        return greenMail.getManagers().getImapHostManager();
    }
}
