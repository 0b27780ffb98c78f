package dev.waybill.devstack.imap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One client's connection, as a script sees it: lines and bytes in both directions, silence, and ways to end it. */
public final class ImapConversation {
    private static final Pattern LITERAL = Pattern.compile("\\{([0-9]{1,9})(\\+?)}$");
    private static final int LONGEST_LINE = 1 << 20;
    /** Small: thousands of idle connections have one each. */
    private static final int BUFFER = 256;

    private final Socket raw;
    private final CountDownLatch over;
    private final UsualAnswers usual;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    ImapConversation(Socket raw, Socket socket, UsualAnswers usual, CountDownLatch over) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.usual = usual;
        this.over = over;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = socket.getOutputStream();
    }

    /** Sends lines. */
    public void say(String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        sayRaw(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes as they are. */
    public synchronized void sayRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends bytes one by one, so many a second. */
    public void drip(byte[] bytes, int perSecond) throws IOException {
        for (byte each : bytes) {
            sayRaw(new byte[] {each});
            pause(Duration.ofNanos(1_000_000_000L / perSecond));
        }
    }

    /** Waits for the client's next line. */
    public String hear() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the client hung up");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("the client sends a line of more than " + LONGEST_LINE + " bytes");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits for the client's next command, with the literals that belong to it. */
    String hearCommand() throws IOException {
        StringBuilder command = new StringBuilder(hear());
        Matcher literal = LITERAL.matcher(command);
        while (literal.find()) {
            if (literal.group(2).isEmpty()) {
                say("+ go on");
            }
            byte[] bytes = in.readNBytes(Integer.parseInt(literal.group(1)));
            command.setLength(literal.start());
            command.append('"')
                    .append(new String(bytes, StandardCharsets.ISO_8859_1)
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\""))
                    .append('"')
                    .append(hear());
            literal = LITERAL.matcher(command);
        }
        return command.toString();
    }

    /** Answers as a good server would; for scripts that only add something. */
    public void answerAsUsual(String tag, String command) throws IOException {
        usual.answer(tag, command, this);
    }

    /** Takes the client for this user from now on; for scripts that answer a login themselves. */
    public void letIn(String user) {
        usual.letIn(user);
    }

    /** The mails of the folder that the client has open. */
    public ScriptedFolder folder() {
        return usual.open();
    }

    /** Lets time pass, or ends the connection when the server is closed. */
    public void pause(Duration time) throws IOException {
        try {
            if (over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the server is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Says nothing any more and keeps the connection: a black hole. */
    public void fallSilent() throws IOException {
        pause(Duration.ofDays(1));
    }

    /** Ends the connection in good order: FIN, after TLS's own goodbye. */
    public void hangUp() throws IOException {
        socket.close();
        throw new IOException("the script hung up");
    }

    /** Cuts the connection without a word: RST, in the middle of whatever was said, of TLS too. */
    public void cut() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
        throw new IOException("the script cut the connection");
    }

    /** Cuts off the connection's sending side without TLS's goodbye, as a middle box does. */
    public void truncate() throws IOException {
        raw.shutdownOutput();
        throw new IOException("the script truncated the connection");
    }

    /** Does the TLS handshake of STARTTLS. */
    void encrypt(SSLContext tls) throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        socket = encrypted;
        in = new BufferedInputStream(encrypted.getInputStream(), BUFFER);
        out = encrypted.getOutputStream();
    }

    void close() {
        try {
            raw.close();
        } catch (IOException alreadyGone) {
            // It is closed in any case.
        }
    }
}
