package dev.waybill.mailbox.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * Angus Mail's IMAP protocol on a {@link MailSocket}: with bounded responses, with the server's news noted, and with a way to take an
 * answer response by response instead of as one array.
 */
final class ImapWire extends IMAPProtocol {
    /** Silent: a trace of the protocol would hold passwords and mails. */
    private static final MailLogger SILENT = new MailLogger(ImapWire.class, "IMAP", false, System.err);

    private static final int LONGEST_WITH_COMMAND = 4_000;
    private static final int MOST_CHALLENGES = 3;

    private final MailSocket socket;
    private final ReadPace pace;
    private final News news;
    private final Duration readTimeout;
    private BoundedResponses responses;
    /** Set while the superclass is made, which reads it. */
    private @Nullable Response greeting;

    /** Takes each untagged response to a command. */
    @FunctionalInterface
    interface Taker {
        void take(Response response) throws IOException, ProtocolException;
    }

    private ImapWire(MailSocket socket, String host, int port, ImapSettings settings, Properties properties)
            throws IOException, ProtocolException {
        // The superclass reads the greeting already.
        this.socket = socket;
        ReadPace patience = new ReadPace(settings.read());
        this.pace = patience;
        this.news = new News();
        this.readTimeout = settings.read();
        this.responses = new BoundedResponses(socket.getInputStream(), patience);
        super("imap", host, port, properties, false, SILENT);
    }

    /** Connects, with TLS if the socket is made for it, and reads the greeting and the capabilities. */
    static ImapWire open(
            MailSocket socket, String host, int port, ImapSettings settings, ScheduledExecutorService writeTimeouts)
            throws IOException, ProtocolException {
        Properties properties = new Properties();
        properties.put("mail.imap.socketFactory", new OneSocket(socket));
        // Without this Angus Mail would connect by a socket of its own when ours refuses the address.
        properties.setProperty("mail.imap.socketFactory.fallback", "false");
        properties.setProperty("mail.imap.connectiontimeout", millis(settings.connect()));
        properties.setProperty("mail.imap.timeout", millis(settings.read()));
        properties.setProperty("mail.imap.writetimeout", millis(settings.write()));
        properties.put("mail.imap.executor.writetimeout", writeTimeouts);
        return new ImapWire(socket, host, port, settings, properties);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /** STARTTLS, and the capabilities anew: what was said before could be anybody's. */
    void encrypt() throws IOException, ProtocolException {
        simpleCommand("STARTTLS", null);
        if (responses.hasUnread()) {
            throw new ImplausibleAnswerException("bytes between the answer to STARTTLS and TLS");
        }
        socket.encrypt();
        responses = new BoundedResponses(socket.getInputStream(), pace);
        capability();
    }

    /** The server's first line, in its own words. */
    String greeting() {
        Response first = greeting;
        return first == null ? "" : ServerWords.quoted(first.toString());
    }

    News news() {
        return news;
    }

    /**
     * SASL with one message from us. It goes with the command where the server takes that and the line stays short: servers limit
     * lines, and tokens have thousands of characters.
     *
     * @param acknowledgement what the server waits for after it told why it will refuse
     * @param told takes that, in base64
     */
    void authenticate(String mechanism, String message, String acknowledgement, Consumer<String> told)
            throws IOException, ProtocolException {
        boolean sent = hasCapability("SASL-IR") && message.length() <= LONGEST_WITH_COMMAND;
        String tag = writeCommand("AUTHENTICATE " + mechanism + (sent ? " " + message : ""), null);
        List<Response> untagged = new ArrayList<>();
        int challenges = 0;
        while (true) {
            Response response = readResponse();
            if (response.isContinuation()) {
                if (sent) {
                    told.accept(response.getRest());
                }
                if (++challenges > MOST_CHALLENGES) {
                    throw new ImplausibleAnswerException("more questions than " + mechanism + " has");
                }
                sendLine(sent ? acknowledgement : message);
                sent = true;
            } else if (response.isTagged() && tag.equals(response.getTag())) {
                handleCapabilityResponse(untagged.toArray(new Response[0]));
                handleLoginResult(response);
                setCapabilities(response);
                return;
            } else if (response.isBYE()) {
                throw new ConnectionException(this, response);
            } else {
                untagged.add(response);
            }
        }
    }

    private void sendLine(String line) throws IOException {
        OutputStream out = getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    MailboxInfo open(String folder) throws ProtocolException {
        MailboxInfo info = examine(folder);
        news.opened(info);
        return info;
    }

    MailboxInfo openWritable(String folder) throws ProtocolException {
        MailboxInfo info = select(folder);
        news.opened(info);
        return info;
    }

    /** A command on mails of the open folder that names another folder. */
    void toFolder(String command, String uids, String folder) throws ProtocolException {
        Argument arguments = new Argument();
        arguments.writeAtom(uids);
        writeMailboxName(arguments, folder);
        simpleCommand(command, arguments);
    }

    /** Sends a command and hands over each untagged response as it arrives. */
    void stream(String command, Taker taker) throws IOException, ProtocolException {
        String tag = writeCommand(command, null);
        while (true) {
            Response response = readResponse();
            if (response.isTagged() && tag.equals(response.getTag())) {
                handleResult(response);
                return;
            }
            if (response.isBYE()) {
                throw new ConnectionException(this, response);
            }
            if (response.isUnTagged()) {
                taker.take(response);
            }
        }
    }

    /** Whether reads may wait for ever, as in IDLE, where silence is normal and somebody else keeps the time. */
    void endless(boolean now) throws SocketException {
        pace.endless(now);
        limitReads(now ? Duration.ZERO : readTimeout);
    }

    void limitReads(Duration limit) throws SocketException {
        socket.setSoTimeout((int) limit.toMillis());
    }

    @Override
    public Response readResponse() throws IOException, ProtocolException {
        Response response = super.readResponse();
        if (greeting == null) {
            greeting = response;
        }
        news.note(response);
        return response;
    }

    @Override
    public String writeCommand(String command, @Nullable Argument arguments) throws IOException, ProtocolException {
        pace.begin();
        return super.writeCommand(command, arguments);
    }

    @Override
    protected ResponseInputStream getInputStream() {
        return responses;
    }

    /** Gives away the one socket that is there already. */
    private static final class OneSocket extends SocketFactory {
        private final MailSocket socket;

        OneSocket(MailSocket socket) {
            this.socket = socket;
        }

        @Override
        public MailSocket createSocket() {
            return socket;
        }

        @Override
        public MailSocket createSocket(String host, int port) {
            throw new UnsupportedOperationException("the socket is connected by its user");
        }

        @Override
        public MailSocket createSocket(String host, int port, java.net.InetAddress localHost, int localPort) {
            return createSocket(host, port);
        }

        @Override
        public MailSocket createSocket(java.net.InetAddress host, int port) {
            return createSocket(host.getHostName(), port);
        }

        @Override
        public MailSocket createSocket(
                java.net.InetAddress host, int port, java.net.InetAddress localHost, int localPort) {
            return createSocket(host.getHostName(), port);
        }
    }
}
