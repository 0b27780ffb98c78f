package dev.waybill.consumer.answer;

import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.http.Bearer;
import dev.waybill.queue.Holds;
import dev.waybill.queue.QueueException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What is wrong with which mailbox, as this process knows it: how often it failed in a row and until when it is left alone. Tells the
 * operator, and from the third failure on holds the mailbox, so that its backlog waits in its lane instead of going round.
 */
public final class MailboxTroubles {
    private static final Logger LOG = Logger.getLogger(MailboxTroubles.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5));
    private static final Duration THROTTLED = Duration.ofSeconds(60);
    private static final Duration LONGEST_THROTTLE = Duration.ofHours(24);
    private static final Duration NO_CREDENTIAL = Duration.ofMinutes(5);
    private static final Duration CREDENTIAL_REPLACED = Duration.ofSeconds(2);
    /** A token that was withdrawn when it was seconds old may be replaced then. */
    private static final Duration TOKEN_REJECTED_ONCE = Duration.ofSeconds(15);

    /** Whoever ended the hold may have heard of what was mended before us. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final int HOLD_FROM = 3;

    private final Holds holds;
    private final MailboxHealthLog health;
    private final Journal journal;
    private final Pace pace;
    private final Map<UUID, Trouble> troubles = new ConcurrentHashMap<>();
    /** Until when a mailbox is believed to be said to be active. Not for ever: another consumer may have told of trouble, and died. */
    private final Map<UUID, Long> seenWell = new ConcurrentHashMap<>();
    /** Whose token was rejected and did not work since, and when it is tried again for the first time. */
    private final Map<UUID, Long> rejected = new ConcurrentHashMap<>();
    /** The version of its configuration with which a mailbox is to be tried; what fails with an older one was begun before. */
    private final Map<UUID, Long> versions = new ConcurrentHashMap<>();

    private record Trouble(int failures, long until) {}

    /**
     * How long a mailbox is left alone.
     *
     * @param held whether its lane is held for as long; if not, its pointers need another way to wait
     */
    public record Rest(Duration delay, boolean held) {}

    public MailboxTroubles(Holds holds, MailboxHealthLog health, Journal journal, Pace pace) {
        this.holds = holds;
        this.health = health;
        this.journal = journal;
        this.pace = pace;
    }

    /** When to ask again whether the mailbox may be tried, ten seconds at most; empty if it may. */
    public Optional<Duration> wait(UUID mailbox) {
        Trouble trouble = troubles.get(mailbox);
        long left = trouble == null ? 0 : trouble.until() - pace.nanos();
        return left > 0 ? Optional.of(Duration.ofNanos(Math.min(left, LONGEST_WAIT.toNanos()))) : Optional.empty();
    }

    /** The provider did not work. */
    public Rest unreachable(Mailbox mailbox, String reason, String sentence) {
        Trouble now = troubles.compute(mailbox.id(), (id, before) -> {
            int failures = before == null ? 1 : before.failures() + (before.until() - pace.nanos() > 0 ? 0 : 1);
            return new Trouble(failures, pace.nanos() + BACKOFF.spread(failures).toNanos());
        });
        Duration delay = Duration.ofNanos(Math.max(1, now.until() - pace.nanos()));
        tell(mailbox, MailboxState.UNREACHABLE, sentence, delay);
        return new Rest(delay, now.failures() >= HOLD_FROM && hold(mailbox, delay, reason));
    }

    /** Whether the mailbox is held now; if not, its pointers need another way to wait. */
    public boolean throttled(Mailbox mailbox, MailboxAccessException e) {
        Duration asked = e.retryAfter().orElse(THROTTLED);
        Duration until = asked.compareTo(LONGEST_THROTTLE) > 0 ? LONGEST_THROTTLE : asked;
        tell(mailbox, MailboxState.QUOTA, sentence(e), until);
        return hold(mailbox, until, e.reason());
    }

    /** Held until the provider grants more; as {@link #throttled}, and nothing to tell. */
    public boolean paced(Mailbox mailbox, Duration pause) {
        return hold(mailbox, pause, "rate_limit");
    }

    /** As {@link #throttled}: the credential is tried again after five minutes, or when it is replaced, as it may have been meanwhile. */
    public boolean noCredential(Mailbox mailbox, MailboxAccessException e) {
        if (isOutdated(mailbox)) {
            return hold(mailbox, CREDENTIAL_REPLACED, "credential_replaced");
        }
        Duration pause = e.reason().equals(Bearer.TOKEN_REJECTED) ? behindRejection(mailbox.id()) : NO_CREDENTIAL;
        tell(mailbox, MailboxState.AUTH_FAILED, sentence(e), pause);
        boolean held = hold(mailbox, pause, e.reason());
        if (held && isOutdated(mailbox)) {
            // Who ended its holds when it was replaced was earlier than this one.
            resume(mailbox);
        }
        return held;
    }

    /** Short until it was tried again: all that were under way fail with the same token. */
    private Duration behindRejection(UUID mailbox) {
        long now = pace.nanos();
        long again = rejected.computeIfAbsent(mailbox, id -> now + TOKEN_REJECTED_ONCE.toNanos());
        return again - now > 0 ? Duration.ofNanos(again - now) : NO_CREDENTIAL;
    }

    /** Whether what failed was begun before its configuration changed. */
    private boolean isOutdated(Mailbox mailbox) {
        return mailbox.version() < versions.getOrDefault(mailbox.id(), mailbox.version());
    }

    /** The mailbox gave what was asked. */
    public void works(Mailbox mailbox) {
        troubles.remove(mailbox.id());
        rejected.remove(mailbox.id());
        long now = pace.nanos();
        Long until = seenWell.get(mailbox.id());
        if (until == null || until - now <= 0) {
            seenWell.put(mailbox.id(), now + LOOK_AGAIN.toNanos());
            try {
                Optional<MailboxState> state = health.find(mailbox.id()).map(MailboxHealth::state);
                if (state.isPresent() && state.get() != MailboxState.ACTIVE && state.get() != MailboxState.PAUSED) {
                    health.record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());
                }
            } catch (RegistryUnavailableException e) {
                seenWell.remove(mailbox.id());
            }
        }
    }

    /** Its configuration changed: what was wrong before proves nothing. */
    public void forget(UUID mailbox, long version) {
        versions.put(mailbox, version);
        rejected.remove(mailbox);
        troubles.remove(mailbox);
        seenWell.remove(mailbox);
    }

    private boolean hold(Mailbox mailbox, Duration duration, String reason) {
        try {
            holds.hold(mailbox.id(), duration, reason);
            journal.note(new Journal.Step.Held(mailbox.id(), reason));
            return true;
        } catch (QueueException e) {
            LOG.debugf("Mailbox %s could not be held: %s", mailbox.id(), e.getMessage());
            return false;
        }
    }

    private void resume(Mailbox mailbox) {
        try {
            holds.resume(mailbox.id());
        } catch (QueueException e) {
            LOG.debugf("The hold of mailbox %s ends by itself: %s", mailbox.id(), e.getMessage());
        }
    }

    private void tell(Mailbox mailbox, MailboxState state, String sentence, Duration nextTry) {
        health.record(mailbox.id(), state, sentence, Optional.of(pace.now().plus(nextTry)));
        // Behind the record: who sees the mailbox work in between looks too early, and has to look again.
        seenWell.remove(mailbox.id());
    }

    private static String sentence(MailboxAccessException e) {
        return String.valueOf(e.getMessage());
    }
}
