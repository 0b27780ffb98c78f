package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.Receipt;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Settles pointers: each once, whoever decides first. A verb that Redis did not answer is sent again as long as the lease is ours;
 * then the lease ends by itself and somebody else takes the pointer.
 */
public final class Settler {
    private static final Logger LOG = Logger.getLogger(Settler.class);
    private static final Backoff RESEND = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final Claims claims;
    private final HeldClaims held;
    private final AckCollector acks;
    private final Journal journal;
    private final Backoff retries;
    private final int maxAttempts;
    private final Pace pace;
    private volatile Consumer<PointerId> onDead = id -> {};

    Settler(Claims claims, HeldClaims held, AckCollector acks, Journal journal, LoopSettings settings, Pace pace) {
        this.claims = claims;
        this.held = held;
        this.acks = acks;
        this.journal = journal;
        this.retries = new Backoff(settings.retryDelay(), LONGEST_RETRY);
        this.maxAttempts = settings.maxAttempts();
        this.pace = pace;
    }

    /** Told of each pointer that went to the DLQ. */
    public void onDead(Consumer<PointerId> listener) {
        onDead = listener;
    }

    /** Done, and committed. Returns at once: acknowledgements travel together. */
    public void ack(Flight flight, Outcome outcome) {
        if (flight.settle()) {
            flight.outcome(outcome);
            acks.add(flight);
            flight.end();
        }
    }

    /** The mail failed: counts an attempt; back after 2, 4, 8 … seconds, at most 5 minutes, or dead at the last attempt. */
    public void retry(Flight flight, Failure failure) {
        if (flight.settle()) {
            retryNow(flight, failure);
            flight.end();
        }
    }

    /** The world failed: counts nothing. */
    public void defer(Collection<Flight> flights, Duration delay, Failure failure) {
        List<Flight> mine = flights.stream().filter(Flight::settle).toList();
        if (!mine.isEmpty()) {
            together("defer", mine, receipts -> claims.defer(receipts, delay, failure))
                    .ifPresent(stale -> note(mine, stale, f -> new Journal.Step.Deferred(f, delay, failure), "defer"));
        }
    }

    /** Back to the front of their lanes, as if never claimed. */
    public void release(Collection<Flight> flights, String why) {
        List<Flight> mine = flights.stream().filter(Flight::settle).toList();
        if (!mine.isEmpty()) {
            together("release", mine, claims::release)
                    .ifPresent(stale -> note(mine, stale, f -> new Journal.Step.Released(f, why), "release"));
        }
    }

    /** What no retry can heal and no skip may hide. */
    public void deadLetter(Flight flight, Failure failure) {
        if (flight.settle()) {
            persistently("dead-letter", flight, () -> claims.deadLetter(flight.receipt(), failure))
                    .ifPresent(ours -> {
                        if (ours) {
                            died(flight, failure);
                        } else {
                            journal.note(new Journal.Step.Stale(flight, "dead-letter", false));
                        }
                    });
            held.close(flight);
            flight.end();
        }
    }

    /** Settles what a thread that does not end has in hand; its places stay taken. */
    void giveUp(Collection<Flight> flights, Consumer<Flight> how) {
        flights.stream().filter(Flight::settle).forEach(how);
    }

    void retryNow(Flight flight, Failure failure) {
        Duration delay = retries.afterFailures(attempts(flight) + 1);
        persistently("retry", flight, () -> claims.retry(flight.receipt(), delay, failure, maxAttempts))
                .ifPresent(retried -> {
                    switch (retried) {
                        case DELAYED -> journal.note(new Journal.Step.Retried(flight, delay, failure));
                        case DEAD -> died(flight, failure);
                        case STALE -> journal.note(new Journal.Step.Stale(flight, "retry", false));
                    }
                });
        held.close(flight);
    }

    void deferNow(Flight flight, Duration delay, Failure failure) {
        List<Flight> one = List.of(flight);
        persistently("defer", flight, () -> claims.defer(List.of(flight.receipt()), delay, failure))
                .ifPresent(stale -> note(one, stale, f -> new Journal.Step.Deferred(f, delay, failure), "defer"));
        held.close(flight);
    }

    private Optional<Set<Receipt>> together(
            String verb, List<Flight> flights, Function<List<Receipt>, Set<Receipt>> call) {
        List<Receipt> receipts = flights.stream().map(Flight::receipt).toList();
        Optional<Set<Receipt>> stale = persistently(verb, flights.getFirst(), () -> call.apply(receipts));
        flights.forEach(held::close);
        flights.forEach(Flight::end);
        return stale;
    }

    private void note(List<Flight> flights, Set<Receipt> stale, Function<Flight, Journal.Step> step, String verb) {
        for (Flight flight : flights) {
            journal.note(
                    stale.contains(flight.receipt())
                            ? new Journal.Step.Stale(flight, verb, false)
                            : step.apply(flight));
        }
    }

    private void died(Flight flight, Failure failure) {
        journal.note(new Journal.Step.Dead(flight, failure));
        died(flight.receipt().id());
    }

    /** Whoever killed it: its row in the ledger follows. */
    void died(PointerId id) {
        onDead.accept(id);
    }

    /** Empty when the lease was lost or ended before Redis answered. */
    private <T> Optional<T> persistently(String verb, Flight flight, Supplier<T> call) {
        for (int failures = 0; !flight.isLost(); ) {
            try {
                return Optional.of(call.get());
            } catch (QueueUnavailableException e) {
                failures++;
                if (!pause(RESEND.afterFailures(failures))) {
                    break;
                }
            } catch (QueueScriptException e) {
                LOG.errorf(e, "%s of %s was refused; its lease ends by itself", verb, flight);
                break;
            }
        }
        journal.note(new Journal.Step.Stale(flight, verb, true));
        return Optional.empty();
    }

    private boolean pause(Duration delay) {
        try {
            pace.sleep(delay);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int attempts(Flight flight) {
        return flight.claimed() instanceof Claimed.Valid valid ? valid.attempts() : 0;
    }
}
