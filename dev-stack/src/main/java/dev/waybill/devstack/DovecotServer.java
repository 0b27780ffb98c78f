package dev.waybill.devstack;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;

/**
 * Debian's Dovecot as a process of its own on loopback: plain IMAP on one port (with STARTTLS when TLS is on), IMAP
 * over TLS on another, mails in Maildirs of a temporary directory. It runs as root and as an ordinary user.
 */
public final class DovecotServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");

    private final DovecotConfiguration configuration;
    private final Map<String, String> users;
    private ServerProcess process;

    private DovecotServer(DovecotConfiguration configuration, Map<String, String> users) {
        this.configuration = configuration;
        this.users = users;
        this.process = launch();
    }

    /** Tells whether Debian's dovecot-imapd is on this machine. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(Path.of("/usr/lib/dovecot/imap"));
    }

    /** Starts one without TLS for these users, by address, with their passwords. */
    public static DovecotServer start(Map<String, String> users) {
        return start(users, false, "");
    }

    /** Starts one that also offers STARTTLS and IMAPS, with a certificate that signed itself. */
    public static DovecotServer startWithTls(Map<String, String> users) {
        return start(users, true, "");
    }

    /** Starts one without TLS that also takes access tokens, which it checks at this address of a token server. */
    public static DovecotServer startWithTokens(Map<String, String> users, URI tokenInfo) {
        return start(users, false, tokenInfo.toString());
    }

    private static DovecotServer start(Map<String, String> users, boolean tls, String tokenInfo) {
        if (!isInstalled()) {
            throw new ServerStartException("Dovecot is not installed: apt-get install dovecot-imapd");
        }
        Path directory = TemporaryDirectory.create("dovecot");
        int port = FreePorts.any();
        int tlsPort = tls ? FreePorts.firstFrom(FreePorts.any(), Set.of(port)) : 0;
        DovecotConfiguration configuration = new DovecotConfiguration(directory, port, tlsPort, tls, tokenInfo);
        try {
            configuration.write(users);
            return new DovecotServer(configuration, Map.copyOf(users));
        } catch (IOException e) {
            throw new ServerStartException(
                    "Dovecot's configuration could not be written to " + directory + ": " + e, e);
        }
    }

    /** Returns the host. */
    public String host() {
        return "127.0.0.1";
    }

    /** Returns the port of plain IMAP and STARTTLS. */
    public int port() {
        return configuration.port();
    }

    /** Returns the port of IMAP over TLS; 0 without TLS. */
    public int tlsPort() {
        return configuration.tlsPort();
    }

    /** Returns its certificate in PEM, to be trusted; it is for {@code localhost} and 127.0.0.1. */
    public Path certificate() {
        return configuration.directory().resolve("tls.crt");
    }

    /** Returns a trust store that holds nothing but its certificate. */
    public KeyStore trustStore() {
        try {
            Path store = configuration.directory().resolve("tls.p12");
            KeyStore own = KeyStore.getInstance(store.toFile(), SelfSigned.PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", own.getCertificate("server"));
            return trusted;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Dovecot's certificate cannot be read; was it started with TLS?", e);
        }
    }

    /** Returns the process id of its master. */
    public long pid() {
        return process.pid();
    }

    /** Returns its log file. */
    public Path log() {
        return configuration.directory().resolve("dovecot.log");
    }

    /** Puts a mail into a folder, which is made when it is missing; returns its UID. */
    public long append(String user, String folder, byte[] rfc822) {
        return append(user, folder, List.of(rfc822)).getFirst();
    }

    /** Puts mails into a folder on one connection; returns their UIDs in the same order. */
    public List<Long> append(String user, String folder, List<byte[]> mails) {
        return inFolder(user, folder, (session, open) -> {
            Message[] messages = new Message[mails.size()];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = new MimeMessage(session, new ByteArrayInputStream(mails.get(i)));
            }
            return Stream.of(open.appendUIDMessages(messages))
                    .map((AppendUID appended) -> appended.uid)
                    .toList();
        });
    }

    /** Puts a mail into INBOX as a delivery agent does, by a file in the Maildir: also while Dovecot is down. */
    public void deliver(String user, byte[] rfc822) {
        try {
            configuration.deliver(user, rfc822);
        } catch (IOException e) {
            throw new IllegalStateException("The Maildir of " + user + " took no mail: " + e, e);
        }
    }

    /** Returns a folder's UIDVALIDITY. */
    public long uidValidity(String user, String folder) {
        return inFolder(user, folder, (session, open) -> open.getUIDValidity());
    }

    /** Returns how many mails a folder holds. */
    public int count(String user, String folder) {
        return inFolder(user, folder, (session, open) -> open.getMessageCount());
    }

    /** Moves every mail of a folder into another, which is made when it is missing. */
    public void moveAll(String user, String from, String to) {
        inFolder(user, to, (session, made) -> made.getMessageCount());
        inFolder(user, from, (session, open) -> {
            open.open(Folder.READ_WRITE);
            open.moveMessages(open.getMessages(), open.getStore().getFolder(to));
            open.close(true);
            return true;
        });
    }

    /**
     * Removes a folder with its mails and makes it anew: its UIDVALIDITY rises. INBOX, which no client may delete, is
     * emptied on disk, and Dovecot restarted meanwhile.
     */
    public void recreateFolder(String user, String folder) {
        long before = uidValidity(user, folder);
        if (folder.equals("INBOX")) {
            stop();
            try {
                DovecotConfiguration.empty(
                        configuration.directory().resolve("mail").resolve(user));
            } catch (IOException e) {
                throw new IllegalStateException("INBOX could not be emptied on disk: " + e.getMessage(), e);
            }
            process = launch();
        } else {
            inFolder(user, folder, (session, open) -> open.delete(true));
        }
        if (uidValidity(user, folder) == before) {
            throw new IllegalStateException("Dovecot kept the UIDVALIDITY " + before + " of " + folder);
        }
    }

    /**
     * Gives each mail of INBOX a new UID under a new UIDVALIDITY, as a mailbox has that was restored or moved to another
     * server. Dovecot is restarted meanwhile.
     */
    public void renumber(String user) {
        long before = uidValidity(user, "INBOX");
        stop();
        try {
            DovecotConfiguration.forgetUids(
                    configuration.directory().resolve("mail").resolve(user));
        } catch (IOException e) {
            throw new IllegalStateException("The UIDs of " + user + " could not be forgotten: " + e, e);
        }
        process = launch();
        if (uidValidity(user, "INBOX") == before) {
            throw new IllegalStateException("Dovecot kept the UIDVALIDITY " + before + " of INBOX");
        }
    }

    /** Ends it and all its children by SIGKILL: every connection breaks. */
    public void kill() {
        process.kill();
    }

    /** Stops it in order. */
    public void stop() {
        process.signal("CONT");
        process.stop("TERM", STOP);
    }

    /** Starts it again on the same ports and mails, after a stop when it still runs. */
    public void restart() {
        stop();
        process = launch();
    }

    /** Freezes its master by SIGSTOP, so that new connections hang once the waiting login processes are used. */
    public void pauseProcess() {
        process.signal("STOP");
    }

    /** Lets a frozen one go on. */
    public void continueProcess() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.kill();
        TemporaryDirectory.delete(configuration.directory());
    }

    private ServerProcess launch() {
        ServerProcess started = ServerProcess.start(
                "Dovecot on port " + port(),
                List.of(PROGRAM.toString(), "-F", "-c", configuration.file().toString()),
                configuration.directory(),
                log(),
                true);
        started.awaitReady(START, this::greets);
        return started;
    }

    private boolean greets() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(2_000);
            socket.connect(new InetSocketAddress(host(), port()), 2_000);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("* OK");
        } catch (IOException notYet) {
            return false;
        }
    }

    private interface Work<T> {
        T on(Session session, IMAPFolder folder) throws MessagingException;
    }

    private <T> T inFolder(String user, String folder, Work<T> work) {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.connectiontimeout", "5000");
        properties.setProperty("mail.imap.timeout", "20000");
        Session session = Session.getInstance(properties);
        try (Store store = session.getStore("imap")) {
            store.connect(host(), port(), user, users.getOrDefault(user, ""));
            IMAPFolder opened = (IMAPFolder) store.getFolder(folder);
            if (!opened.exists()) {
                opened.create(Folder.HOLDS_MESSAGES | Folder.HOLDS_FOLDERS);
            }
            return work.on(session, opened);
        } catch (MessagingException e) {
            throw new IllegalStateException("Dovecot on port " + port() + ": " + e.getMessage(), e);
        }
    }
}
