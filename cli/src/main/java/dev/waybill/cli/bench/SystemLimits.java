package dev.waybill.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system allows a process with thousands of connections. Where it does not tell (not Linux), nothing is checked. */
final class SystemLimits {
    /** Files of a service beside its connections: jars, servers, the selector. */
    private static final int OTHER_FILES = 1_000;

    private SystemLimits() {}

    /** Fails with what to do when so many connections from one process to another on loopback are not possible. */
    static void checkConnections(int connections) {
        try {
            Matcher files = Pattern.compile("Max open files\\s+\\S+\\s+([0-9]+)")
                    .matcher(Files.readString(Path.of("/proc/self/limits")));
            if (files.find() && Long.parseLong(files.group(1)) < connections + OTHER_FILES) {
                throw new BenchFailure("a process may open " + files.group(1) + " files here, and " + connections
                        + " connections need " + (connections + OTHER_FILES) + "; raise the hard limit (ulimit -Hn),"
                        + " or give a smaller --mailboxes");
            }
            // Files of /proc/sys are read by one read, or not at all.
            String[] ports = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                    .getFirst()
                    .split("\\s+", -1);
            int free = Integer.parseInt(ports[1]) - Integer.parseInt(ports[0]);
            if (free < connections + OTHER_FILES) {
                throw new BenchFailure("the system has " + free + " ports for connections, and " + connections
                        + " are needed; widen net.ipv4.ip_local_port_range, or give a smaller --mailboxes");
            }
        } catch (IOException notLinux) {
            // Whoever has too little sees connections fail.
        }
    }
}
