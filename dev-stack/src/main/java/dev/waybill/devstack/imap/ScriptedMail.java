package dev.waybill.devstack.imap;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** One mail in a folder: its bytes, when the server received it, and its flags. */
final class ScriptedMail {
    private final byte[] raw;
    private final Instant received;
    private final Set<String> flags;

    ScriptedMail(byte[] raw, Instant received) {
        this(raw, received, Set.of());
    }

    private ScriptedMail(byte[] raw, Instant received, Set<String> flags) {
        this.raw = raw;
        this.received = received;
        this.flags = flags;
    }

    byte[] raw() {
        return raw;
    }

    Instant received() {
        return received;
    }

    Set<String> flags() {
        return flags;
    }

    ScriptedMail withFlags(Set<String> changed, boolean set) {
        Set<String> now = new TreeSet<>(flags);
        if (set) {
            now.addAll(changed);
        } else {
            now.removeAll(changed);
        }
        return new ScriptedMail(raw, received, Set.copyOf(now));
    }
}
