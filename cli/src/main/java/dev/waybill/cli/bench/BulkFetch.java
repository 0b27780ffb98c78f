package dev.waybill.cli.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The least that anybody can do to get all mails of an INBOX: one {@code UID FETCH} of all, whose bytes are read and forgotten. */
final class BulkFetch {
    private static final Pattern LITERAL = Pattern.compile("\\{([0-9]+)}$");

    private BulkFetch() {}

    /** Returns how many mails came. */
    static int run(int port, String user, String password) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(60_000);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            OutputStream out = socket.getOutputStream();
            line(in);
            command(in, out, "a LOGIN " + user + " " + password);
            command(in, out, "b EXAMINE INBOX");
            return command(in, out, "c UID FETCH 1:* (UID BODY.PEEK[])");
        } catch (IOException e) {
            throw new BenchFailure("the plain UID FETCH failed: " + e.getMessage(), e);
        }
    }

    private static int command(InputStream in, OutputStream out, String command) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String tag = command.substring(0, 2);
        int literals = 0;
        for (String line = line(in); ; line = line(in)) {
            if (line.startsWith(tag)) {
                if (!line.startsWith(tag + "OK")) {
                    throw new IOException("the server said " + line);
                }
                return literals;
            }
            Matcher literal = LITERAL.matcher(line);
            if (literal.find()) {
                in.skipNBytes(Long.parseLong(literal.group(1)));
                literals++;
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
