package dev.waybill.consumer.answer;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.Holds;
import dev.waybill.queue.MailboxKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the queue's holds and limits as the registry wants them: a paused mailbox is held and a resumed one is not, whoever said so and
 * when; a mailbox whose configuration changed is tried at once; each mailbox has its provider's share of the queue.
 *
 * <p>The copy of the registry is a moment old, and a person may be pausing just now. So a difference only counts when two passes in a
 * row see it.
 */
public final class HoldKeeper implements Rhythm.Step {
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final RegistryCopy registry;
    private final Holds holds;
    private final MailboxTroubles troubles;
    private final Limits limits;
    private final Map<UUID, Long> seen = new HashMap<>();
    private final Set<UUID> different = new HashSet<>();

    /** Pointers of one mailbox in front of others' at a time, by its provider. */
    public record Limits(int imap, int graph, int gmail) {
        int of(Mailbox mailbox) {
            return switch (mailbox.connection()) {
                case Connection.Imap i -> imap;
                case Connection.Graph g -> graph;
                case Connection.Gmail g -> gmail;
            };
        }
    }

    public HoldKeeper(RegistryCopy registry, Holds holds, MailboxTroubles troubles, Limits limits) {
        this.registry = registry;
        this.holds = holds;
        this.troubles = troubles;
        this.limits = limits;
    }

    @Override
    public Duration run() {
        if (registry.loaded() && registry.fresh()) {
            Map<MailboxKey, Mailbox> mailboxes = new HashMap<>();
            registry.all().forEach(m -> mailboxes.put(MailboxKey.of(m.id()), m));
            // Before the holds are read: what fails from here on knows that it is outdated, and holds nothing.
            mailboxes.values().stream()
                    .filter(this::hasChanged)
                    .forEach(mailbox -> troubles.forget(mailbox.id(), mailbox.version()));
            Map<MailboxKey, Holds.Hold> held = new HashMap<>();
            holds.held().forEach(h -> held.put(h.mailbox(), h));
            mailboxes.forEach((key, mailbox) -> keep(mailbox, held.get(key)));
            seen.keySet().removeIf(id -> registry.find(id).isEmpty());
            different.retainAll(seen.keySet());
        }
        return INTERVAL;
    }

    private boolean hasChanged(Mailbox mailbox) {
        Long version = seen.get(mailbox.id());
        return version != null && version != mailbox.version() && !mailbox.paused();
    }

    private void keep(Mailbox mailbox, Holds.@Nullable Hold hold) {
        if (!seen.containsKey(mailbox.id())) {
            holds.setLimit(mailbox.id(), limits.of(mailbox));
        } else if (hasChanged(mailbox) && hold != null && hold.untilMillis() != Long.MAX_VALUE) {
            holds.resume(mailbox.id());
        }
        // Last, so that a pass that Redis ended is made up for by the next.
        seen.put(mailbox.id(), mailbox.version());
        boolean heldByPerson = hold != null && hold.untilMillis() == Long.MAX_VALUE;
        if (mailbox.paused() == heldByPerson) {
            different.remove(mailbox.id());
        } else if (!different.add(mailbox.id())) {
            different.remove(mailbox.id());
            if (mailbox.paused()) {
                holds.holdUntilResumed(mailbox.id(), "paused");
            } else {
                holds.resume(mailbox.id());
            }
        }
    }
}
