package dev.waybill.imap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;

/** How a listener is called among all of them: known to people, and never the same twice, so that a restart does not inherit a lease. */
final class ListenerName {
    private ListenerName() {}

    static String of(Optional<String> configured) {
        String known = configured.orElseGet(
                () -> host() + ":" + ProcessHandle.current().pid());
        return known.replace(' ', '_') + "#" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String host() {
        String named = System.getenv("HOSTNAME");
        if (named != null && !named.isBlank()) {
            return named;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "listener";
        }
    }
}
