package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claim;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.util.List;

/** What a handler works with, on a queue in memory, without threads of its own. */
public final class TestCrew {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final LoopSettings SETTINGS =
            new LoopSettings("test", 64, LEASE, Duration.ofMinutes(1), Duration.ofSeconds(2), 5, 3);

    private final InMemoryQueue queue;
    private final Pace pace;
    private final HeldClaims held = new HeldClaims();
    private final AckCollector acks;
    private final Settler settler;
    private final DeadlineWatch watch;

    public TestCrew(InMemoryQueue queue, Journal journal, Pace pace) {
        this.queue = queue;
        this.pace = pace;
        this.acks = new AckCollector(queue.claims(), held, journal, new QueueLink(), pace);
        this.settler = new Settler(queue.claims(), held, acks, journal, SETTINGS, pace);
        this.watch = new DeadlineWatch(SETTINGS.handlerTimeout(), settler, pace);
    }

    public Settler settler() {
        return settler;
    }

    public DeadlineWatch watch() {
        return watch;
    }

    /** Enqueues these and claims all that is there. */
    public List<Flight> claim(List<Pointer> pointers) {
        queue.producer().enqueue(pointers, Priority.LIVE);
        return claim();
    }

    public List<Flight> claim() {
        Claim.Taken taken = (Claim.Taken) queue.claims().claim(64, LEASE, "test", false);
        List<Flight> flights = taken.pointers().stream()
                .map(c -> new Flight(c, pace.now(), () -> {}))
                .toList();
        held.add(taken.token(), flights, pace.nanos() + LEASE.toNanos());
        return flights;
    }

    /** As {@link #claim()}, whether there is anything or not. */
    public List<Flight> claimWhatThereIs() {
        return queue.control().stats().ready() == 0 ? List.of() : claim();
    }

    /** What the acknowledging thread would do until there is nothing left. */
    public void sendAcks() {
        acks.stop();
        acks.run();
    }
}
