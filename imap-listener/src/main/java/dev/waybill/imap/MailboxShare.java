package dev.waybill.imap;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Leased;
import dev.waybill.queue.Parts;
import dev.waybill.queue.Parts.Part;
import dev.waybill.queue.QueueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Which mailboxes this listener watches: those of the parts that it has leased. Renewed every second.
 *
 * <p>A listener that dies is replaced when its lease ends. One that stalls and wakes up learns from its next renewal which parts are
 * another's by then. One that has more than its share, because another came, stops watching some parts at a time and gives them up when
 * their watchers have ended. Two connections to one mailbox would harm nothing, because positions move by compare-and-set; this only
 * keeps their time short.
 *
 * <p>While Redis does not answer, nobody else can take a part either, unless only this listener is cut off. So it goes on, for one lease
 * beyond its own; after that it stops, if it was not alone: then nothing is watched twice for longer than a lease.
 */
final class MailboxShare {
    private static final Logger LOG = Logger.getLogger(MailboxShare.class);

    /** How many parts change hands at a time: a new listener has its share within some rounds, and no server a storm of logins. */
    private static final int STEP = Parts.COUNT / 16;

    private final Parts parts;
    private final String name;
    private final Duration lease;
    private final Time time;
    private volatile Map<Integer, Part> held = Map.of();
    /** Parts that are not watched any more and become another's when their last watcher has ended. */
    private final Map<Integer, Part> leaving = new TreeMap<>();

    private volatile int replicas = 1;
    private volatile boolean answered;
    private long renewedAt;

    /** Makes one that holds nothing until the first renewal; {@code name} is this listener's own among all. */
    MailboxShare(Parts parts, String name, Duration lease, Time time) {
        this.parts = parts;
        this.name = name;
        this.lease = lease;
        this.time = time;
        this.renewedAt = time.nanos();
    }

    /** Whether this listener is to watch the mailbox. */
    boolean covers(Mailbox mailbox) {
        return held.containsKey(Parts.of(mailbox.id()));
    }

    /** As the other listeners know it. */
    String name() {
        return name;
    }

    int parts() {
        return held.size();
    }

    /** The numbers of the parts whose mailboxes it covers. */
    Set<Integer> covered() {
        return held.keySet();
    }

    /** Listeners that were alive at the last renewal, this one included. */
    int replicas() {
        return replicas;
    }

    /** Whether Redis answered the last renewal. */
    boolean answered() {
        return answered;
    }

    /**
     * Renews the lease; called every second.
     *
     * @param busy tells the parts that have a watcher, also one that is about to end; asked only when parts are being left
     */
    void renew(Supplier<Set<Integer>> busy) {
        long sentAt = time.nanos();
        List<Part> givenUp = left(busy);
        List<Part> holding = new ArrayList<>(held.values());
        holding.addAll(leaving.values());
        holding.removeAll(givenUp);
        try {
            Leased leased = parts.renew(name, lease, holding, givenUp);
            givenUp.forEach(part -> leaving.remove(part.number()));
            settle(leased);
            renewedAt = sentAt;
            answered = true;
        } catch (QueueException e) {
            if (answered) {
                LOG.warnf("The lease on the mailboxes was not renewed, they are watched on: %s", e.getMessage());
            }
            answered = false;
            stopUnlessAlone(sentAt);
        }
    }

    private List<Part> left(Supplier<Set<Integer>> busy) {
        if (leaving.isEmpty()) {
            return List.of();
        }
        Set<Integer> stillBusy = busy.get();
        return leaving.values().stream()
                .filter(part -> !stillBusy.contains(part.number()))
                .toList();
    }

    private void settle(Leased leased) {
        Map<Integer, Part> now = new TreeMap<>();
        leased.parts().forEach(part -> now.put(part.number(), part));
        leaving.keySet().retainAll(now.keySet());
        now.keySet().removeAll(leaving.keySet());
        int before = held.size();
        int tooMany = Math.min(STEP - leaving.size(), now.size() - leased.fairShare());
        for (Part part : leased.parts()) {
            if (tooMany > 0 && now.remove(part.number()) != null) {
                leaving.put(part.number(), part);
                tooMany--;
            }
        }
        replicas = leased.replicas();
        held = Map.copyOf(now);
        if (before != held.size()) {
            LOG.infof(
                    "%s watches the mailboxes of %d of %d parts; %d listeners are alive",
                    name, held.size(), Parts.COUNT, replicas);
        }
    }

    private void stopUnlessAlone(long now) {
        boolean tooLong = now - renewedAt >= lease.multipliedBy(2).toNanos();
        if (tooLong && replicas > 1 && !held.isEmpty()) {
            LOG.warnf(
                    "Redis has not answered for %d s and another listener may have taken over by now: no mailbox is"
                            + " watched here until it answers",
                    Duration.ofNanos(now - renewedAt).toSeconds());
            held = Map.of();
            leaving.clear();
        }
    }

    /** Hands all parts over at once; the watchers must have ended. */
    void leave() {
        held = Map.of();
        try {
            parts.leave(name);
        } catch (QueueException e) {
            LOG.warnf(
                    "The other listeners take over in %d s only, when the lease has ended: %s",
                    lease.toSeconds(), e.getMessage());
        }
    }
}
