package dev.waybill.cli.story;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other processes bring about. */
final class Wait {
    private Wait() {}

    static void until(Duration patience, String what, BooleanSupplier condition) throws InterruptedException {
        until(patience, Duration.ofMillis(50), what, condition);
    }

    static void until(Duration patience, Duration pause, String what, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }
}
