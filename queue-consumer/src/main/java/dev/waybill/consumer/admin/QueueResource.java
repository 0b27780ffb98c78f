package dev.waybill.consumer.admin;

import dev.waybill.consumer.observe.QueueRates;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Holds;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueStats;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/queue}: how full it is, and its switch. */
@Path("/v1/queue")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class QueueResource {
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String BY = "admin API";

    private final QueueControl queue;
    private final Holds holds;
    private final MailboxDirectory directory;
    private final QueueRates rates;
    private final Pace pace;

    QueueResource(QueueControl queue, Holds holds, MailboxDirectory directory, QueueRates rates, Pace pace) {
        this.queue = queue;
        this.holds = holds;
        this.directory = directory;
        this.rates = rates;
        this.pace = pace;
    }

    /** Counts, rates, and the mailboxes that are held. */
    @GET
    public Stats stats() {
        return Stats.of(queue.stats(), rates.lastMinute().orElse(null), held());
    }

    private List<HeldMailbox> held() {
        List<Holds.Hold> held = holds.held();
        if (held.isEmpty()) {
            return List.of();
        }
        Map<MailboxKey, Mailbox> mailboxes = directory.byKey();
        return held.stream()
                .map(h -> HeldMailbox.of(h, mailboxes.get(h.mailbox())))
                .toList();
    }

    /** No claim succeeds from now on; what is in flight goes on. */
    @POST
    @Path("/pause")
    public Change pause(@RestQuery @Nullable String dryRun) {
        if (Ids.dryRun(dryRun)) {
            return Change.would(
                    queue.stats().paused() ? "the queue is paused already" : "would pause the queue for all consumers");
        }
        boolean changed = queue.pause(BY);
        AdminLog.queue("paused the queue");
        return Change.did(
                changed,
                changed
                        ? "paused the queue: what is in flight goes on, nothing new is claimed"
                        : "the queue was paused already");
    }

    /** Lets consumers claim again. */
    @POST
    @Path("/resume")
    public Change resume(@RestQuery @Nullable String dryRun) {
        if (Ids.dryRun(dryRun)) {
            return Change.would(
                    queue.stats().paused()
                            ? "would resume the queue"
                            : "the queue is not paused; nothing would change");
        }
        boolean changed = queue.resume();
        AdminLog.queue("resumed the queue");
        return Change.did(changed, changed ? "resumed the queue" : "the queue was not paused");
    }

    /**
     * Pauses, and waits until nothing is in flight, at most {@code timeout} (60 s; ask again for more). Deletes nothing and leaves
     * the queue paused.
     */
    @POST
    @Path("/drain")
    public Drained drain(@RestQuery @DefaultValue("30s") String timeout, @RestQuery @Nullable String dryRun)
            throws InterruptedException {
        Duration patience = Moments.duration(timeout)
                .filter(d -> d.compareTo(LONGEST_DRAIN) <= 0)
                .orElseThrow(() -> Refusal.badField(
                        "timeout", "must be a duration of at most 60s, for example 30s; ask again to wait longer"));
        QueueStats stats = queue.stats();
        if (Ids.dryRun(dryRun)) {
            return new Drained(
                    true,
                    false,
                    stats.paused(),
                    stats.inFlight(),
                    "would pause the queue and wait for " + stats.inFlight()
                            + " pointers in flight; nothing would be deleted");
        }
        if (queue.pause(BY)) {
            AdminLog.queue("paused the queue to drain it");
        }
        long deadline = pace.nanos() + patience.toNanos();
        stats = queue.stats();
        while (stats.inFlight() > 0 && pace.nanos() < deadline) {
            pace.sleep(LOOK);
            stats = queue.stats();
        }
        boolean drained = stats.inFlight() == 0;
        return new Drained(
                false,
                drained,
                stats.paused(),
                stats.inFlight(),
                drained
                        ? "drained: nothing is in flight, and the queue is paused until you resume it"
                        : stats.inFlight() + " pointers are still in flight; the queue is paused until you resume it");
    }

    /** Where a drain has come to. */
    record Drained(boolean dryRun, boolean drained, boolean paused, long inFlight, String message) {}

    /** {@code until} is null when only a person ends the hold; {@code address} when the mailbox is not connected any more. */
    record HeldMailbox(
            String mailboxKey,
            @Nullable UUID mailbox,
            @Nullable String address,
            @Nullable Instant until,
            String reason) {
        static HeldMailbox of(Holds.Hold hold, @Nullable Mailbox mailbox) {
            return new HeldMailbox(
                    hold.mailbox().value(),
                    mailbox == null ? null : mailbox.id(),
                    mailbox == null ? null : mailbox.address(),
                    hold.untilMillis() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(hold.untilMillis()),
                    hold.reason());
        }
    }

    /** {@link QueueStats} in JSON. {@code rates} is null until there is something to compare with. */
    record Stats(
            boolean paused,
            long waiting,
            long ready,
            long landing,
            long inFlight,
            long delayed,
            long suspects,
            long dead,
            long heldMailboxes,
            long activeMailboxes,
            long claims,
            long overdueLeases,
            long oldestReadyMillis,
            long oldestDeadMillis,
            QueueRates.@Nullable Rates rates,
            List<HeldMailbox> held) {
        static Stats of(QueueStats s, QueueRates.@Nullable Rates rates, List<HeldMailbox> held) {
            return new Stats(
                    s.paused(),
                    s.waiting(),
                    s.ready(),
                    s.landing(),
                    s.inFlight(),
                    s.delayed(),
                    s.suspects(),
                    s.dead(),
                    s.heldMailboxes(),
                    s.activeMailboxes(),
                    s.claims(),
                    s.overdueLeases(),
                    s.oldestReadyMillis(),
                    s.oldestDeadMillis(),
                    rates,
                    held);
        }
    }
}
