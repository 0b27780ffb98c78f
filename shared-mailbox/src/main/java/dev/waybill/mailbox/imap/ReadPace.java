package dev.waybill.mailbox.imap;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The patience with a server's answer to one command. A read time-out alone does not end: a server that sends a byte now and then never
 * meets it. Only the time spent waiting for bytes counts, so that a slow taker of mails costs the server nothing.
 */
final class ReadPace {
    private static final long SLOWEST_BYTES_A_SECOND = 1024;

    private final long patience;
    private long waited;
    private long received;
    private volatile boolean endless;

    ReadPace(Duration patience) {
        this.patience = patience.toNanos();
    }

    /** A command begins. */
    void begin() {
        waited = 0;
        received = 0;
    }

    /** In IDLE silence is no news, for as long as the waiting one likes. */
    void endless(boolean now) {
        endless = now;
    }

    void took(long nanos, int bytes) throws SocketTimeoutException {
        if (endless) {
            return;
        }
        waited += nanos;
        received += Math.max(0, bytes);
        if (waited > patience + received * (1_000_000_000L / SLOWEST_BYTES_A_SECOND)) {
            throw new SocketTimeoutException(
                    "the answer drips: " + received + " bytes in " + waited / 1_000_000 + " ms");
        }
    }
}
