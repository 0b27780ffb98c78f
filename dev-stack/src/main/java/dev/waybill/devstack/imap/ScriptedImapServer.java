package dev.waybill.devstack.imap;

import dev.waybill.devstack.ServerStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An IMAP server on loopback, in this JVM, that does what no real server does on demand: whatever its {@link ImapScript} says, and
 * otherwise what a good server does. Each connection has a virtual thread, so that ten thousand idle ones are cheap.
 *
 * <p>Everybody may log in unless {@link Options#withLogins} says otherwise; each user has folders of their own, and an INBOX.
 */
public final class ScriptedImapServer implements AutoCloseable {
    /** Room for a start of many clients at once. */
    private static final int BACKLOG = 4_096;

    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final Options options;
    private final ServerSocket listening;
    private final ScriptedAccounts accounts;
    private final Set<ImapConversation> conversations = ConcurrentHashMap.newKeySet();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connects = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread accepting =
            Thread.ofPlatform().daemon().name("scripted-imap").unstarted(this::accept);
    private volatile ImapScript script;

    private ScriptedImapServer(Options options, ImapScript script) {
        this.options = options;
        this.script = script;
        this.accounts = new ScriptedAccounts(options.logins());
        try {
            this.listening = new ServerSocket(options.port(), BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new ServerStartException(
                    "The scripted IMAP server cannot listen on port " + options.port() + ": " + e.getMessage(), e);
        }
    }

    /** Starts one with the usual options on a free port. */
    public static ScriptedImapServer start(ImapScript script) {
        return start(Options.usual(), script);
    }

    /** Starts one. */
    public static ScriptedImapServer start(Options options, ImapScript script) {
        ScriptedImapServer server = new ScriptedImapServer(options, script);
        server.accepting.start();
        return server;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Lets it behave differently from the next command of any client on. */
    public void behave(ImapScript changed) {
        script = changed;
    }

    /** A folder of a user; made if there is none of the name. */
    public ScriptedFolder folder(String user, String name) {
        return accounts.folder(user, name);
    }

    /** Every command so far, without its tag. A benchmark's server keeps none. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** Every try to log in so far. */
    public List<ScriptedLogin> logins() {
        return accounts.logins();
    }

    /** How many connections there are now. */
    public int connections() {
        return conversations.size();
    }

    /** How many connections there were in all. */
    public int connects() {
        return connects.get();
    }

    /** Cuts every connection without a word. */
    public void cutAll() {
        conversations.forEach(ImapConversation::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connects.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                // Closed, or a client that was gone before it was accepted.
            }
        }
    }

    private void serve(Socket raw) {
        try (raw) {
            raw.setTcpNoDelay(true);
            UsualAnswers usual = new UsualAnswers(options, accounts);
            ImapConversation with = new ImapConversation(raw, secured(raw), usual, over);
            conversations.add(with);
            try {
                // Who was accepted during the close may have come too late to be cut with the others.
                if (!listening.isClosed()) {
                    converse(with, usual);
                }
            } finally {
                conversations.remove(with);
            }
        } catch (IOException | RuntimeException ended) {
            // The client or the script ended it, or the client sent what no server understands.
        }
    }

    private Socket secured(Socket raw) throws IOException {
        SSLContext tls = options.tls();
        if (tls == null || options.startTls()) {
            return raw;
        }
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        return encrypted;
    }

    private void converse(ImapConversation with, UsualAnswers usual) throws IOException {
        if (!script.greet(with)) {
            usual.greet(with);
        }
        while (true) {
            String line = with.hearCommand();
            int space = line.indexOf(' ');
            if (space < 1) {
                with.say("* BAD a command is a tag and a verb");
                continue;
            }
            String tag = line.substring(0, space);
            String command = line.substring(space + 1);
            if (options.remembers()) {
                commands.add(command);
            }
            if (!script.answer(tag, command, with)) {
                usual.answer(tag, command, with);
            }
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            listening.close();
        } catch (IOException alreadyGone) {
            // It listens no more in any case.
        }
        try {
            // Until the thread has left accept(), the system completes connections: a client would not be refused but
            // reset.
            accepting.join(LEAVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cutAll();
    }

    /**
     * How the server presents itself.
     *
     * @param port 0 for a free one
     * @param capabilities as told before the login
     * @param capabilitiesInside as told after it
     * @param tls null for a plain server
     * @param startTls whether TLS begins with STARTTLS and not at once
     * @param remembers whether it keeps the commands that it heard
     */
    public record Options(
            int port,
            String capabilities,
            String capabilitiesInside,
            @Nullable SSLContext tls,
            boolean startTls,
            boolean remembers,
            ScriptedLogin.Check logins) {
        /** Plain, on a free port, with IDLE, UIDPLUS, MOVE and every way to log in. */
        public static Options usual() {
            String inside = "IMAP4rev1 IDLE UIDPLUS MOVE UNSELECT LITERAL+";
            return new Options(
                    0,
                    inside + " SASL-IR AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER",
                    inside,
                    null,
                    false,
                    true,
                    login -> true);
        }

        public Options withPort(int fixed) {
            return new Options(fixed, capabilities, capabilitiesInside, tls, startTls, remembers, logins);
        }

        /** Capabilities before and after the login. */
        public Options withCapabilities(String before, String inside) {
            return new Options(port, before, inside, tls, startTls, remembers, logins);
        }

        public Options withTls(SSLContext context) {
            return new Options(port, capabilities, capabilitiesInside, context, false, remembers, logins);
        }

        public Options withStartTls(SSLContext context) {
            return new Options(port, "STARTTLS " + capabilities, capabilitiesInside, context, true, remembers, logins);
        }

        /** Who may log in, and how. */
        public Options withLogins(ScriptedLogin.Check check) {
            return new Options(port, capabilities, capabilitiesInside, tls, startTls, remembers, check);
        }

        /** For thousands of clients. */
        public Options withoutMemory() {
            return new Options(port, capabilities, capabilitiesInside, tls, startTls, false, logins);
        }

        SSLContext tlsContext() {
            SSLContext context = tls;
            if (context == null) {
                throw new IllegalStateException("STARTTLS needs withStartTls");
            }
            return context;
        }
    }
}
