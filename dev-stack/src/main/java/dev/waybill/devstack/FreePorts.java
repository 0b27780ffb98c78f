package dev.waybill.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;

/** Finds TCP ports on loopback that nobody listens on. Another process may take one before it is used. */
public final class FreePorts {

    /** How far from the wanted port a free one is searched. */
    private static final int SEARCHED = 200;

    private FreePorts() {}

    /** Returns a port that the system chose. */
    public static int any() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerStartException("No free TCP port on loopback: " + e.getMessage(), e);
        }
    }

    /** Returns the wanted port, or the next one that is free and not in {@code promised}. */
    public static int firstFrom(int wanted, Set<Integer> promised) {
        for (int port = wanted; port < Math.min(wanted + SEARCHED, 65_536); port++) {
            if (!promised.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new ServerStartException(
                "Every port from " + wanted + " to " + (wanted + SEARCHED - 1) + " is taken; free one of them.");
    }

    /** Tells whether a server could listen on the port of loopback now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
