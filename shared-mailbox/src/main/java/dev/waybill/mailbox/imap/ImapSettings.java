package dev.waybill.mailbox.imap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits and trust of IMAP connections.
 *
 * @param connect for the TCP connection
 * @param read for each answer; a server that drips slower than 1 KiB a second is cut after it, too
 * @param write for each command to leave this machine
 * @param poll between two looks at a mailbox whose server has no IDLE
 * @param allowPlaintext whether {@code Security.NONE} may leave this machine
 * @param caFile certificates (PEM) trusted beside those of the Java runtime
 */
public record ImapSettings(
        Duration connect, Duration read, Duration write, Duration poll, boolean allowPlaintext, Optional<Path> caFile) {
    public ImapSettings {
        check("connect", connect);
        check("read", read);
        check("write", write);
        check("poll", poll);
    }

    /** 10 s to connect, 60 s to read, 30 s to write; every minute where there is no IDLE. */
    public static ImapSettings defaults() {
        return new ImapSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                false,
                Optional.empty());
    }

    public ImapSettings withTimeouts(Duration newConnect, Duration newRead, Duration newWrite) {
        return new ImapSettings(newConnect, newRead, newWrite, poll, allowPlaintext, caFile);
    }

    public ImapSettings withPoll(Duration newPoll) {
        return new ImapSettings(connect, read, write, newPoll, allowPlaintext, caFile);
    }

    public ImapSettings withAllowPlaintext(boolean allowed) {
        return new ImapSettings(connect, read, write, poll, allowed, caFile);
    }

    public ImapSettings withCaFile(Path file) {
        return new ImapSettings(connect, read, write, poll, allowPlaintext, Optional.of(file));
    }

    private static void check(String name, Duration duration) {
        if (duration.toMillis() < 1 || duration.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the IMAP time-out '" + name + "' is " + duration + "; it must be between 1 ms and 24 days");
        }
    }
}
