package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claims;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends acknowledgements together: what came within 5 ms, at most 64, in one round trip. A batch that Redis did not answer is sent
 * again until it does, also after its lease: the effects are committed, so nothing but work is saved by it. "Stale" at a second
 * sending means that perhaps the first one worked.
 */
final class AckCollector implements Runnable {
    private static final Logger LOG = Logger.getLogger(AckCollector.class);
    private static final int MOST = 64;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Backoff RESEND = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));

    private final Claims claims;
    private final HeldClaims held;
    private final Journal journal;
    private final QueueLink link;
    private final Pace pace;
    /** An empty one only wakes the thread. */
    private final BlockingQueue<Optional<Flight>> waiting = new LinkedBlockingQueue<>();

    private volatile boolean stopping;

    AckCollector(Claims claims, HeldClaims held, Journal journal, QueueLink link, Pace pace) {
        this.claims = claims;
        this.held = held;
        this.journal = journal;
        this.link = link;
        this.pace = pace;
    }

    void add(Flight flight) {
        waiting.add(Optional.of(flight));
    }

    /** Ends when stopped and everything is sent, or when interrupted. */
    @Override
    public void run() {
        try {
            while (!stopping || !waiting.isEmpty()) {
                List<Flight> batch = collect();
                if (!batch.isEmpty()) {
                    send(batch);
                }
            }
        } catch (InterruptedException e) {
            LOG.warnf(
                    "Stopped with %d acknowledgements unsent: their mails are in the ledger and will be acknowledged as known",
                    waiting.stream().filter(Optional::isPresent).count());
        }
    }

    void stop() {
        stopping = true;
        waiting.add(Optional.empty());
    }

    private List<Flight> collect() throws InterruptedException {
        List<Optional<Flight>> batch = new ArrayList<>(MOST);
        batch.add(waiting.take());
        long end = pace.nanos() + WAIT_NANOS;
        waiting.drainTo(batch, MOST - batch.size());
        while (batch.size() < MOST && !stopping) {
            Optional<Flight> next = waiting.poll(Math.max(0, end - pace.nanos()), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
            waiting.drainTo(batch, MOST - batch.size());
        }
        return batch.stream().flatMap(Optional::stream).toList();
    }

    private void send(List<Flight> batch) throws InterruptedException {
        List<Receipt> receipts = batch.stream().map(Flight::receipt).toList();
        for (int failures = 0; ; ) {
            try {
                Set<Receipt> stale = claims.ack(receipts);
                link.works();
                boolean resent = failures > 0;
                batch.forEach(f -> settled(f, stale, resent));
                return;
            } catch (QueueUnavailableException e) {
                failures++;
                if (failures > 1) {
                    link.failed(e);
                }
                pace.sleep(RESEND.afterFailures(failures));
            } catch (QueueScriptException e) {
                LOG.errorf(e, "Acknowledging %d pointers was refused; their leases end by themselves", batch.size());
                batch.forEach(f -> settled(f, Set.copyOf(receipts), true));
                return;
            }
        }
    }

    private void settled(Flight flight, Set<Receipt> stale, boolean resent) {
        held.close(flight);
        journal.note(
                stale.contains(flight.receipt())
                        ? new Journal.Step.Stale(flight, "ack", resent)
                        : new Journal.Step.Acked(flight));
    }
}
