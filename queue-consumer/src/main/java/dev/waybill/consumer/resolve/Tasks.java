package dev.waybill.consumer.resolve;

import dev.waybill.consumer.loop.Flight;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import org.jboss.logging.Logger;

/** The virtual threads of one claimed batch: a thread for each folder's set and for each mail; knows which pointers are handed over. */
final class Tasks {
    private static final Logger LOG = Logger.getLogger(Tasks.class);

    private final Phaser running = new Phaser(1);
    private final Set<Flight> handed = ConcurrentHashMap.newKeySet();

    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    void start(String name, Work work) {
        running.register();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                LOG.debugf("%s was interrupted", name);
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                LOG.errorf(e, "%s failed; what it left unsettled is deferred", name);
            } finally {
                running.arriveAndDeregister();
            }
        });
    }

    /** From here on the pointer is this work's to settle. */
    void hand(Flight flight, Work work) {
        if (handed.add(flight)) {
            start("mail-" + flight.receipt().id(), work);
        }
    }

    boolean has(Flight flight) {
        return handed.contains(flight);
    }

    void await() throws InterruptedException {
        running.awaitAdvanceInterruptibly(running.arrive());
    }
}
