package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Failure;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** The batches in hand: each runs on a virtual thread, under the lease of its claim, in its places. */
final class Batches {
    private static final Logger LOG = Logger.getLogger(Batches.class);
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Places places;
    private final HeldClaims held;
    private final Handler handler;
    private final Settler settler;
    private final Journal journal;
    private final Duration lease;
    private final Pace pace;

    Batches(
            Places places,
            HeldClaims held,
            Handler handler,
            Settler settler,
            Journal journal,
            Duration lease,
            Pace pace) {
        this.places = places;
        this.held = held;
        this.handler = handler;
        this.settler = settler;
        this.journal = journal;
        this.lease = lease;
        this.pace = pace;
    }

    int awaitFree() throws InterruptedException {
        return places.awaitFree();
    }

    boolean runsSuspect() {
        return held.runsSuspect();
    }

    /** {@code sentAt}: our clock before the claim was sent, where its lease begins for us. */
    void take(Claim.Taken taken, long sentAt) {
        if (taken.pointers().isEmpty()) {
            return;
        }
        List<Flight> flights = taken.pointers().stream()
                .map(c -> new Flight(c, pace.now(), places::free))
                .toList();
        places.take(flights.size());
        held.add(taken.token(), flights, sentAt + lease.toNanos());
        flights.forEach(f -> journal.note(new Journal.Step.Started(f)));
        Thread.ofVirtual().name("batch-" + taken.token()).start(() -> run(flights));
    }

    private void run(List<Flight> flights) {
        try {
            handler.handle(flights);
            settleLeft(flights, "the handler left it unsettled");
        } catch (InterruptedException e) {
            settler.release(left(flights), "interrupted");
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            LOG.errorf(e, "A batch of %d pointers failed; what is unsettled of it is deferred", flights.size());
            settleLeft(flights, "the handler failed: " + e.getClass().getSimpleName());
        } finally {
            flights.forEach(Flight::end);
        }
    }

    private void settleLeft(List<Flight> flights, String problem) {
        settler.defer(left(flights), LATER, new Failure("handler_failed", problem));
    }

    private static List<Flight> left(List<Flight> flights) {
        return flights.stream().filter(f -> !f.isSettled()).toList();
    }
}
