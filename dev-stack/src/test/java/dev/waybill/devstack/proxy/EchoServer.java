package dev.waybill.devstack.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sends back what it gets, and keeps what it got; where that ended, it says how. */
final class EchoServer implements AutoCloseable {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));

    EchoServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> echo(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void echo(Socket client) {
        try (client) {
            byte[] piece = new byte[4_096];
            for (int n = client.getInputStream().read(piece);
                    n >= 0;
                    n = client.getInputStream().read(piece)) {
                heard.add(new String(piece, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1));
                client.getOutputStream().write(piece, 0, n);
            }
            heard.add("the end");
        } catch (IOException broken) {
            heard.add("broken");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
