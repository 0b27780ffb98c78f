package dev.waybill.mailbox.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A port in front of a server that counts what the server sends. */
final class CountingRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final AtomicLong sent = new AtomicLong();

    CountingRelay(String host, int port) {
        try {
            listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(host, port));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Bytes from the server so far. */
    long sent() {
        return sent.get();
    }

    private void accept(String host, int port) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> relay(client, host, port));
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    private void relay(Socket client, String host, int port) {
        try (client;
                Socket server = new Socket(host, port)) {
            Thread.ofVirtual().start(() -> copy(client, server, new AtomicLong()));
            copy(server, client, sent);
        } catch (IOException over) {
            // One side hung up.
        }
    }

    private static void copy(Socket from, Socket to, AtomicLong counter) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                counter.addAndGet(read);
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException over) {
            // One side hung up.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
