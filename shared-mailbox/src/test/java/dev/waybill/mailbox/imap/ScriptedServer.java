package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An IMAP server on loopback for one connection, which does what no real server does on demand. */
final class ScriptedServer implements AutoCloseable {
    static final String GREETING = "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE] ready";

    private static final ImapSettings IMPATIENT = ImapSettings.defaults()
            .withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(2))
            .withPoll(Duration.ofMillis(50));

    private final ServerSocket listening;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    /** Answers a command, or leaves it to the usual answers by returning false. */
    interface Script {
        boolean answer(String tag, String command, Conversation with) throws IOException;
    }

    /** What a script says. */
    record Conversation(BufferedReader in, OutputStream out, CountDownLatch end) {
        void say(String... lines) throws IOException {
            for (String line : lines) {
                out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.flush();
        }

        void sayRaw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        String hear() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the client hung up");
            }
            return line;
        }

        /** Says nothing any more, and keeps the connection. */
        void fallSilent() throws IOException {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("the test is over");
        }
    }

    ScriptedServer(Script script) {
        this(GREETING, script);
    }

    ScriptedServer(String greeting, Script script) {
        try {
            listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> serve(greeting, script));
    }

    /** Connects as a client that loses its patience soon. */
    ImapSession connect() throws MailboxAccessException {
        return connect(Security.NONE);
    }

    ImapSession connect(Security security) throws MailboxAccessException {
        return ImapServerUnderTest.sessions(IMPATIENT)
                .connect(ImapServerUnderTest.mailbox("127.0.0.1", listening.getLocalPort(), security));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Every command so far, without its tag. */
    List<String> commands() {
        return commands;
    }

    private void serve(String greeting, Script script) {
        try (Socket socket = listening.accept()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var with = new Conversation(in, socket.getOutputStream(), end);
            with.say(greeting);
            while (true) {
                String line = with.hear();
                String tag = line.substring(0, line.indexOf(' '));
                String command = line.substring(line.indexOf(' ') + 1);
                commands.add(command);
                if (!script.answer(tag, command, with)) {
                    answerAsUsual(tag, command, with);
                }
            }
        } catch (IOException | RuntimeException over) {
            // The client or the script ended it.
        }
    }

    private static void answerAsUsual(String tag, String command, Conversation with) throws IOException {
        switch (command.replaceFirst(" .*", "")) {
            case "AUTHENTICATE" -> {
                with.say("+ ");
                with.hear();
                with.say(tag + " OK [CAPABILITY IMAP4rev1 IDLE] in");
            }
            case "EXAMINE" ->
                with.say(
                        "* 3 EXISTS",
                        "* 0 RECENT",
                        "* OK [UIDVALIDITY 7] v",
                        "* OK [UIDNEXT 4] n",
                        tag + " OK [READ-ONLY] open");
            case "LOGOUT" -> with.say("* BYE bye", tag + " OK out");
            default -> with.say(tag + " OK done");
        }
    }

    @Override
    public void close() {
        end.countDown();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
