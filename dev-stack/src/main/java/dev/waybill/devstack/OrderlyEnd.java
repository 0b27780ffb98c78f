package dev.waybill.devstack;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a process of another parent is ended: SIGTERM, and SIGKILL when it does not go in time. */
public final class OrderlyEnd {

    private OrderlyEnd() {}

    /** Ends the process; returns whether it went by itself within the patience. */
    public static boolean of(ProcessHandle process, Duration patience) {
        process.destroy();
        if (awaitEnd(process, patience)) {
            return true;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd(process, Duration.ofSeconds(10));
        return false;
    }

    private static boolean awaitEnd(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        // A zombie that nobody reaps never "exits" for the JDK: look at it now and then.
        while (ProcessIdentity.of(process.pid()).isPresent()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                process.onExit().get(Math.min(left, 50_000_000L), TimeUnit.NANOSECONDS);
            } catch (TimeoutException stillThere) {
                // Look again.
            } catch (ExecutionException e) {
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
