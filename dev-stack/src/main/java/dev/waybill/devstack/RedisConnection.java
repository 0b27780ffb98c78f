package dev.waybill.devstack;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One plain blocking connection to a Redis, for probes and for tests of servers; no client for a service. */
public final class RedisConnection implements AutoCloseable {

    private static final int LONGEST_LINE = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** Connects and signs in as the URI says: {@code redis[s]://[user]:password@host:port/database}. */
    public static RedisConnection open(URI uri, Duration timeout) throws IOException {
        boolean tls = "rediss".equals(uri.getScheme());
        if (uri.getHost() == null || !(tls || "redis".equals(uri.getScheme()))) {
            throw new IOException("not a Redis address (redis://host:port)");
        }
        int millis = Math.toIntExact(timeout.toMillis());
        Socket plain = new Socket();
        try {
            plain.setSoTimeout(millis);
            int port = uri.getPort() < 0 ? 6379 : uri.getPort();
            plain.connect(new InetSocketAddress(uri.getHost(), port), millis);
            Socket socket = tls
                    ? ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, uri.getHost(), port, true)
                    : plain;
            RedisConnection connection = new RedisConnection(socket);
            connection.signIn(uri);
            return connection;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private void signIn(URI uri) throws IOException {
        String user = uri.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            if (colon <= 0) {
                command("AUTH", user.substring(colon + 1));
            } else {
                command("AUTH", user.substring(0, colon), user.substring(colon + 1));
            }
        }
        String database = uri.getPath() == null ? "" : uri.getPath().replace("/", "");
        if (!database.isEmpty() && !database.equals("0")) {
            command("SELECT", database);
        }
    }

    /**
     * Sends a command and returns its reply: a string, a {@code Long}, a list of replies, or null. An error reply
     * is an IOException with Redis's words.
     */
    public @Nullable Object command(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        return reply(words[0]);
    }

    private @Nullable Object reply(String verb) throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new IOException(verb.toUpperCase(Locale.ROOT) + ": " + rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> {
                int length = Integer.parseInt(rest);
                if (length < 0) {
                    yield null;
                }
                List<@Nullable Object> elements = new ArrayList<>();
                for (int i = 0; i < length; i++) {
                    elements.add(reply(verb));
                }
                yield elements;
            }
            default -> throw new IOException("what answers there does not speak Redis's protocol");
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] content = in.readNBytes(length + 2);
        if (content.length < length + 2) {
            throw new EOFException("Redis closed the connection inside a reply");
        }
        return new String(content, 0, length, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("Redis closed the connection");
            }
            line.append((char) c);
        }
        if (line.length() < 2) {
            throw new IOException("what answers there does not speak Redis's protocol");
        }
        return line.substring(0, line.length() - 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
