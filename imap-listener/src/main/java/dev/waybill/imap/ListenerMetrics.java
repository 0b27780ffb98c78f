package dev.waybill.imap;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Parts;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The figures of this service, as {@code waybill_listener_*}. */
final class ListenerMetrics {
    private final MeterRegistry registry;
    private final Counter pages;
    private final Counter rereads;
    private final Counter mismatches;
    private final Counter news;
    private final AtomicInteger connections = new AtomicInteger();

    ListenerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.pages = counter("waybill.listener.catch.up.pages", "Pages of UIDs that were read");
        this.rereads = counter(
                "waybill.listener.rereads", "Folders read from their mark: first time, or Redis lost their position");
        this.mismatches =
                counter("waybill.listener.position.mismatches", "Pages refused because the position had moved");
        this.news = counter("waybill.listener.idle.news", "Times that a server reported news on a watched folder");
        Gauge.builder("waybill.listener.connections", connections, AtomicInteger::get)
                .description("IMAP connections that are logged in")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Times an enqueue, by outcome. */
    Enqueue timed(Supplier<Enqueue> enqueue) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "unavailable";
        try {
            Enqueue result = enqueue.get();
            outcome = switch (result) {
                case Enqueue.Accepted accepted -> "accepted";
                case Enqueue.PositionMismatch mismatch -> "mismatch";
            };
            return result;
        } catch (QueueFullException e) {
            outcome = "full";
            throw e;
        } finally {
            sample.stop(Timer.builder("waybill.listener.enqueue")
                    .description("Time of one enqueue script, a page of pointers each")
                    .tag("outcome", outcome)
                    .publishPercentileHistogram()
                    .register(registry));
        }
    }

    void accepted(Priority priority, Enqueue.Accepted accepted) {
        noticed(priority, "queued", accepted.queued());
        noticed(priority, "coalesced", accepted.coalesced());
        noticed(priority, "again", accepted.again());
        noticed(priority, "dead", accepted.dead());
    }

    private void noticed(Priority priority, String outcome, int count) {
        if (count > 0) {
            Counter.builder("waybill.listener.messages")
                    .description("Messages noticed, by what the queue made of their pointer")
                    .tag("priority", priority.name().toLowerCase(Locale.ROOT))
                    .tag("outcome", outcome)
                    .register(registry)
                    .increment(count);
        }
    }

    void page() {
        pages.increment();
    }

    void reread() {
        rereads.increment();
    }

    void positionMismatch() {
        mismatches.increment();
    }

    void news() {
        news.increment();
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /** Counts a lost or refused connection. */
    void reconnect(String reason) {
        Counter.builder("waybill.listener.reconnects")
                .description("Connections lost or refused, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** Shows how many mailboxes are in each phase. */
    void watch(WatcherFleet fleet) {
        for (WatcherPhase phase : WatcherPhase.values()) {
            Gauge.builder("waybill.listener.mailboxes", fleet, f -> f.count(phase))
                    .description("Mailboxes by state")
                    .tag("state", phase.id())
                    .register(registry);
        }
    }

    /** Shows this listener's share. */
    void watch(MailboxShare share) {
        Gauge.builder("waybill.listener.parts", share, MailboxShare::parts)
                .description("Parts of all mailboxes, of " + Parts.COUNT + ", that this listener has leased")
                .register(registry);
        Gauge.builder("waybill.listener.replicas", share, MailboxShare::replicas)
                .description("Listeners that share the mailboxes, this one included")
                .register(registry);
    }
}
