package dev.waybill.mailbox.imap;

import dev.waybill.devstack.imap.ImapConversation;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A scripted IMAP server with three mails in INBOX, and a client of it that loses its patience soon. */
final class ScriptedServer implements AutoCloseable {
    static final String GREETING = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE] ready";

    private static final ImapSettings IMPATIENT = ImapSettings.defaults()
            .withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(2))
            .withPoll(Duration.ofMillis(50));

    private final ScriptedImapServer server;

    /** Answers a command, or leaves it to the usual answers by returning false. */
    interface Script extends ImapScript {}

    ScriptedServer(Script script) {
        this(GREETING, script);
    }

    ScriptedServer(String greeting, Script script) {
        this(ScriptedImapServer.Options.usual(), greetingWith(greeting).orElse(script));
    }

    ScriptedServer(ScriptedImapServer.Options options, ImapScript script) {
        server = ScriptedImapServer.start(options, script);
        inbox().deliver(3);
    }

    private static ImapScript greetingWith(String greeting) {
        return new ImapScript() {
            @Override
            public boolean answer(String tag, String command, ImapConversation with) {
                return false;
            }

            @Override
            public boolean greet(ImapConversation with) throws IOException {
                with.say(greeting);
                return true;
            }
        };
    }

    /** The mails of the user that {@link #connect} logs in. */
    ScriptedFolder inbox() {
        return server.folder(ImapServerUnderTest.USER, "INBOX");
    }

    /** Another folder of that user. */
    ScriptedFolder folder(String name) {
        return server.folder(ImapServerUnderTest.USER, name);
    }

    ImapSession connect() throws MailboxAccessException {
        return connect(Security.NONE);
    }

    ImapSession connect(Security security) throws MailboxAccessException {
        return connect(security, IMPATIENT);
    }

    ImapSession connect(Security security, ImapSettings settings) throws MailboxAccessException {
        return ImapServerUnderTest.sessions(settings)
                .connect(ImapServerUnderTest.mailbox(server.host(), server.port(), security));
    }

    static ImapSettings impatient() {
        return IMPATIENT;
    }

    int port() {
        return server.port();
    }

    /** Every command so far, without its tag. */
    List<String> commands() {
        return server.commands();
    }

    @Override
    public void close() {
        server.close();
    }
}
