package dev.waybill.devstack.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's connection and the server's that belongs to it, with a pump for each direction. */
final class ProxiedConnection {
    private static final int PIECE = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Weather weather;
    private final Runnable ended;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger pumps = new AtomicInteger(2);
    private volatile Thread[] threads = {};

    ProxiedConnection(Socket client, Socket server, Weather weather, Runnable ended) {
        this.client = client;
        this.server = server;
        this.weather = weather;
        this.ended = ended;
    }

    void start() {
        threads = new Thread[] {
            Thread.ofVirtual().start(() -> pump(client, server)),
            Thread.ofVirtual().start(() -> pump(server, client)),
        };
    }

    /** Passes on what comes, and at the end that it came; a broken side breaks the other. */
    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                weather.pass(n);
                to.getOutputStream().write(piece, 0, n);
            }
            weather.pass(0);
            to.shutdownOutput();
        } catch (IOException broken) {
            end(Ending.RST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (pumps.decrementAndGet() == 0) {
                end(Ending.FIN);
                ended.run();
            }
        }
    }

    /** The first says how: a pump whose socket is closed in order is broken by that, and would reset the other one. */
    void end(Ending how) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        close(client, how);
        close(server, how);
        for (Thread pump : threads) {
            pump.interrupt();
        }
    }

    /** The client reads the end of the stream; what it sends still arrives. */
    void halfClose() {
        try {
            client.shutdownOutput();
        } catch (IOException gone) {
            // Closed already.
        }
    }

    private static void close(Socket socket, Ending how) {
        try {
            if (how == Ending.RST && !socket.isClosed()) {
                // Without lingering, a close is a reset.
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // Closed already.
        }
    }
}
