package dev.waybill.consumer.observe;

import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.Outcome;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.QueueEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Each step as a log event, in counters, and as part of the pointer's span. */
public final class ObservedJournal implements Journal {
    private static final Logger LOG = Logger.getLogger(ObservedJournal.class);

    private final QueueEvents events;
    private final Meters meters;
    private final PointerSpans spans;
    private final Pace pace;

    public ObservedJournal(QueueEvents events, MeterRegistry meters, Tracer tracer, Pace pace) {
        this.events = events;
        this.meters = new Meters(meters);
        this.spans = new PointerSpans(tracer);
        this.pace = pace;
    }

    @Override
    public void note(Step step) {
        try {
            write(step);
        } catch (RuntimeException e) {
            LOG.error("A step could not be noted; the pointer goes on", e);
        }
    }

    private void write(Step step) {
        switch (step) {
            case Step.Started s -> {
                spans.begin(s.flight());
                events.consumeStart(s.flight().claimed());
            }
            case Step.Acked s -> acked(s.flight());
            case Step.Retried s -> {
                events.retry(s.flight().claimed(), s.failure().reason());
                settled(s.flight(), "retry", s.failure().reason(), true);
            }
            case Step.Deferred s -> {
                events.defer(s.flight().claimed(), s.failure().reason());
                settled(s.flight(), "defer", s.failure().reason(), false);
            }
            case Step.Released s -> settled(s.flight(), "release", s.why(), false);
            case Step.Dead s -> {
                events.deadLetter(s.flight().claimed(), s.failure().reason());
                meters.message(provider(s.flight()), "dead", s.failure().reason());
                settled(s.flight(), "dead_letter", s.failure().reason(), true);
            }
            case Step.Stale s -> {
                meters.stale(s.verb(), s.unknown());
                spans.end(s.flight(), "stale " + s.verb(), "", !s.unknown());
            }
            case Step.LeaseLost s -> meters.leaseLost();
            case Step.Held s -> {
                events.hold(s.mailbox(), s.reason());
                meters.held(s.reason());
            }
            case Step.Reclaimed s -> {
                events.reclaim(s.reclaimed());
                meters.reclaimed(s.reclaimed().pointers());
            }
        }
    }

    private void acked(Flight flight) {
        Outcome outcome = flight.outcome();
        if (outcome == null) {
            return;
        }
        if (outcome.outcome().equals("skipped")) {
            events.skip(flight.claimed(), outcome.reason());
        }
        events.ack(flight.claimed());
        if (outcome.isMail()) {
            measured(flight, outcome);
        }
        spans.end(flight, "ack", outcome.reason(), false);
    }

    private void measured(Flight flight, Outcome outcome) {
        String provider = provider(flight);
        meters.message(provider, outcome.outcome(), outcome.reason());
        Instant now = pace.now();
        meters.processing(provider, outcome.outcome(), positive(Duration.between(flight.claimedAt(), now)));
        if (flight.claimed() instanceof Claimed.Valid valid && valid.pointer().enqueuedAt() > 0) {
            meters.endToEnd(
                    provider,
                    Duration.between(Instant.ofEpochMilli(valid.pointer().enqueuedAt()), now));
        }
    }

    private void settled(Flight flight, String verb, String reason, boolean failed) {
        meters.settled(verb, reason);
        spans.end(flight, verb, reason, failed);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** By the kind: discovery pointers belong to their provider too. */
    private static String provider(Flight flight) {
        if (flight.claimed() instanceof Claimed.Valid valid) {
            String kind = valid.pointer().locator().kind();
            return kind.equals("gmail-history") ? "gmail" : kind;
        }
        return "unknown";
    }
}
