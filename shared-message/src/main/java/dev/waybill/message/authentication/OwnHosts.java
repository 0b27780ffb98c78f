package dev.waybill.message.authentication;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the hosts of the receiving side by the domain of their names. */
final class OwnHosts {
    private static final int LABELS = 2;

    private final Set<String> domains;

    OwnHosts(Set<String> names) {
        this.domains = names.stream().map(OwnHosts::domain).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a {@code Received} field tells of a foreign host: every name that it gives for it, its own and the resolved one, must be ours,
     * or it is foreign. Without a {@code from} it tells of a hand-over inside one host.
     */
    boolean cameFromOutside(String received) {
        String text = received.strip().toLowerCase(Locale.ROOT);
        if (!text.startsWith("from ")) {
            return false;
        }
        int by = text.indexOf(" by ", 4);
        // "from by host" names nobody.
        String from = by < 0 ? text.substring(5) : text.substring(5, Math.max(5, by));
        int names = 0;
        for (String word : from.split("[\\s()\\[\\]=]+", 40)) {
            boolean name =
                    word.indexOf('.') > 0 && word.chars().anyMatch(c -> c >= 'a' && c <= 'z') && word.indexOf(':') < 0;
            if (name) {
                names++;
                if (!domains.contains(domain(word))) {
                    return true;
                }
            }
        }
        return names == 0 && !from.startsWith("localhost");
    }

    private static String domain(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        int dot = name.length();
        for (int label = 0; label < LABELS && dot > 0; label++) {
            dot = name.lastIndexOf('.', dot - 1);
        }
        return name.substring(dot + 1);
    }
}
