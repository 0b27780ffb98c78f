package dev.waybill.devstack.proxy;

import dev.waybill.devstack.ServerStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and one server on loopback, and passes everything on, until it is asked to delay, to swallow, to slow down or to
 * cut. The server may come and go: each connection of a client is one to the server.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final int target;
    private final Weather weather = new Weather();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Starts one on a free port, before the server on this port of loopback. */
    public static TcpProxy before(int targetPort) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1")), targetPort);
            Thread.ofVirtual().name("proxy-of-" + targetPort).start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new ServerStartException("No proxy could be started before port " + targetPort + ": " + e, e);
        }
    }

    /** Returns the port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns how many connections pass through it now. */
    public int connections() {
        return connections.size();
    }

    /** From now on each piece of data comes this much later, in both directions. */
    public void delay(Duration by) {
        weather.delay(by);
    }

    /** From now on no connection carries more than this in a direction; 0: no limit. */
    public void limit(int bytesPerSecond) {
        weather.limit(bytesPerSecond);
    }

    /** While it is on, connections stay open, new ones are taken, and nothing arrives; then what was held arrives. */
    public void blackHole(boolean on) {
        weather.blackHole(on);
    }

    /** While it is on, each new connection is reset at once. */
    public void refuse(boolean on) {
        refusing = on;
    }

    /** Ends every connection of this moment. */
    public void cut(Ending how) {
        connections.forEach(connection -> connection.end(how));
    }

    /** Tells each client of this moment that the server sends no more; what clients send still arrives. */
    public void halfClose() {
        connections.forEach(ProxiedConnection::halfClose);
    }

    /** The network is good again; connections that were cut stay cut. */
    public void heal() {
        refusing = false;
        weather.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        ProxiedConnection[] self = new ProxiedConnection[1];
        ProxiedConnection connection =
                new ProxiedConnection(client, server, weather, () -> connections.remove(self[0]));
        self[0] = connection;
        try {
            if (refusing) {
                connection.end(Ending.RST);
                return;
            }
            server.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), target), CONNECT_MILLIS);
            // Redis' and IMAP's small answers are not to wait for each other.
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            connections.add(connection);
            connection.start();
            if (listener.isClosed()) {
                // Accepted during the close, and perhaps too late to be cut with the others.
                connection.end(Ending.RST);
            }
        } catch (IOException nobodyThere) {
            connection.end(Ending.RST);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new IllegalStateException("a listening socket could not be closed", e);
        }
        cut(Ending.RST);
    }
}
