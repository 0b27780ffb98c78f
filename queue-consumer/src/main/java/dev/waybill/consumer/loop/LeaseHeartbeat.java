package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claims;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.Token;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Extends all held claims, in one call every third of the lease, on a platform thread of its own that no handler can starve. A claim
 * that is lost, by Redis' word or by our own clock, has its handlers cut short.
 */
final class LeaseHeartbeat implements Runnable {
    private static final Logger LOG = Logger.getLogger(LeaseHeartbeat.class);
    private static final Backoff RESEND = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));

    private final Claims claims;
    private final HeldClaims held;
    private final DeadlineWatch watch;
    private final Journal journal;
    private final Duration lease;
    private final Pace pace;
    private volatile boolean beating;

    LeaseHeartbeat(Claims claims, HeldClaims held, DeadlineWatch watch, Journal journal, Duration lease, Pace pace) {
        this.claims = claims;
        this.held = held;
        this.watch = watch;
        this.journal = journal;
        this.lease = lease;
        this.pace = pace;
    }

    /** Ends when interrupted. */
    @Override
    public void run() {
        beating = true;
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                pace.sleep(failures == 0 ? lease.dividedBy(3) : RESEND.afterFailures(failures));
                failures = beat() ? 0 : failures + 1;
            }
        } catch (InterruptedException e) {
            LOG.debug("The heartbeat ends");
        } finally {
            beating = false;
        }
    }

    /** Whether its thread is alive. */
    boolean isBeating() {
        return beating;
    }

    /** One round; false if Redis did not answer. */
    boolean beat() {
        boolean answered = true;
        try {
            Set<Token> tokens = held.tokens();
            if (!tokens.isEmpty()) {
                long until = pace.nanos() + lease.toNanos();
                Set<Token> lost = claims.extend(tokens, lease);
                tokens.stream().filter(t -> !lost.contains(t)).forEach(t -> held.extended(t, until));
                lost.forEach(this::lost);
            }
        } catch (QueueException e) {
            LOG.debugf("A heartbeat failed: %s", e.getMessage());
            answered = false;
        } catch (RuntimeException e) {
            LOG.error("A heartbeat failed; it goes on", e);
            answered = false;
        }
        held.overdue(pace.nanos()).forEach(this::lost);
        return answered;
    }

    /** Redis also reports a claim whose last pointer was settled while the call was under way; that one is not held any more. */
    private void lost(Token token) {
        List<Flight> unsettled = held.lose(token);
        if (!unsettled.isEmpty()) {
            unsettled.forEach(f -> journal.note(new Journal.Step.LeaseLost(f)));
            watch.lost(unsettled);
        }
    }
}
