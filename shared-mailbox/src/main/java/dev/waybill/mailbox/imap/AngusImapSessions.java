package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;

/** IMAP sessions by Angus Mail. One for a process: all its connections share one thread that keeps their time limits. */
public final class AngusImapSessions implements ImapSessions, AutoCloseable {
    private final Credentials credentials;
    private final AccessTokens tokens;
    private final HostPolicy hosts;
    private final ImapSettings settings;
    private final SSLSocketFactory tls;
    private final ScheduledThreadPoolExecutor timeLimits;

    /** As the other one, for passwords only. */
    public AngusImapSessions(Credentials credentials, HostPolicy hosts, ImapSettings settings) {
        this(credentials, AccessTokens.none(), hosts, settings);
    }

    /** Throws {@link IllegalArgumentException} with a sentence if the file of trusted certificates is not usable. */
    public AngusImapSessions(Credentials credentials, AccessTokens tokens, HostPolicy hosts, ImapSettings settings) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.hosts = hosts;
        this.settings = settings;
        this.tls = TrustedCertificates.socketFactory(settings.caFile());
        this.timeLimits = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("imap-time-limits").factory());
        timeLimits.setRemoveOnCancelPolicy(true);
    }

    /**
     * Connects and logs in, within the time to connect and one read time-out together. Only two things may take longer: the look-up of
     * the host's name, as long as the system lets it, and an access token, which is fetched before and has time limits of its own.
     */
    @Override
    public ImapSession connect(Mailbox mailbox) throws MailboxAccessException {
        Connection.Imap target = switch (mailbox.connection()) {
            case Connection.Imap imap -> imap;
            case Connection.Graph graph -> throw notByImap(mailbox);
            case Connection.Gmail gmail -> throw notByImap(mailbox);
        };
        ImapFailures failures = new ImapFailures(target);
        ImapLogin login = ImapLogin.ready(target, mailbox.id(), credentials.open(mailbox.id()), tokens, failures);
        MailSocket socket;
        try {
            socket = new MailSocket(target, hosts, settings.allowPlaintext(), tls);
        } catch (IOException e) {
            throw failures.broken("making a socket", e);
        }
        AtomicBoolean outOfTime = new AtomicBoolean();
        ScheduledFuture<?> limit = timeLimits.schedule(
                () -> {
                    outOfTime.set(true);
                    socket.cut();
                },
                settings.connect().plus(settings.read()).toMillis(),
                TimeUnit.MILLISECONDS);
        boolean connected = false;
        try {
            ImapWire wire = connect(socket, target, failures, outOfTime);
            login.logIn(wire);
            connected = true;
            return new AngusImapSession(wire, socket, settings, failures);
        } finally {
            limit.cancel(false);
            if (!connected) {
                socket.cut();
            }
        }
    }

    private static IllegalArgumentException notByImap(Mailbox mailbox) {
        return new IllegalArgumentException("mailbox " + mailbox.id() + " is not read by IMAP but by "
                + mailbox.provider().id());
    }

    private ImapWire connect(MailSocket socket, Connection.Imap target, ImapFailures failures, AtomicBoolean outOfTime)
            throws MailboxAccessException {
        try {
            ImapWire wire = ImapWire.open(socket, target.host(), target.port(), settings, timeLimits);
            if (target.security() == Security.STARTTLS) {
                // A server that greets with PREAUTH leaves no place for STARTTLS, which an attacker could use (RFC 9051
                // §11.1).
                if (wire.isAuthenticated() || !wire.hasCapability("STARTTLS")) {
                    throw failures.noStartTls();
                }
                wire.encrypt();
            }
            return wire;
        } catch (CommandFailedException | BadCommandException e) {
            throw failures.refused("the connection", e.getResponse());
        } catch (IOException | ProtocolException | RuntimeException e) {
            // Angus Mail answers some nonsense of servers with index and null pointer exceptions.
            throw failures.connecting(socket.phase(), outOfTime.get(), e);
        }
    }

    @Override
    public void close() {
        timeLimits.shutdownNow();
    }
}
