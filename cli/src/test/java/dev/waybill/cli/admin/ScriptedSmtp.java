package dev.waybill.cli.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that refuses mails which say {@code REFUSE} and hangs up on those which say {@code HANG UP}; keeps the rest as sent. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket socket;
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> taken = new CopyOnWriteArrayList<>();

    ScriptedSmtp() {
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client or the test ended; the next connection tells which.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        OutputStream out = client.getOutputStream();
        say(out, "220 test");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            if (line.startsWith("EHLO")) {
                say(out, "250-test\r\n250 8BITMIME");
            } else if (line.equals("DATA")) {
                say(out, "354 go on");
                String mail = mail(in);
                if (mail.contains("HANG UP")) {
                    return;
                }
                if (!mail.contains("REFUSE")) {
                    taken.add(mail);
                }
                say(out, mail.contains("REFUSE") ? "554 5.6.0 not this one" : "250 taken");
            } else {
                say(out, line.equals("QUIT") ? "221 bye" : "250 ok");
            }
        }
    }

    /** As on the wire, dots doubled, every line end a CRLF (a bare one would not end a line here). */
    private static String mail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        while (!mail.toString().endsWith("\r\n.\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the client hung up");
            }
            mail.append((char) c);
        }
        return mail.substring(0, mail.length() - 3);
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
