package dev.waybill.cli.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for another process, which has no other way to tell. */
final class Polling {
    private static final long EVERY = Duration.ofMillis(50).toNanos();

    private Polling() {}

    static void until(Duration patience, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchFailure("waited " + patience.toSeconds() + " s in vain until " + what);
            }
            LockSupport.parkNanos(EVERY);
            if (Thread.interrupted()) {
                throw new BenchFailure("the benchmark was interrupted");
            }
        }
    }
}
