package dev.waybill.mailbox.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether a mailbox relies on push, and how that goes.
 *
 * @param reason why it is polled; empty while it is pushed
 * @param since when the mode began
 * @param silentLooks looks in a row that found mail which no push had told of
 * @param listedUntil how far it was listed
 * @param failures of the upkeep in a row
 * @param nextTry not before; empty unless something failed
 */
public record PushState(
        UUID mailbox,
        Mode mode,
        String reason,
        Instant since,
        int silentLooks,
        Optional<Instant> listedUntil,
        int failures,
        String lastError,
        Optional<Instant> failingSince,
        Optional<Instant> nextTry) {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    /** A provider that is out of order comes back by itself, and then mail has to be pushed again soon. */
    private static final Duration LONGEST_OUTAGE_PAUSE = Duration.ofMinutes(5);

    /** What a person has to mend. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private static final int DOUBLINGS = 7;

    /** How new mail is noticed first. */
    public enum Mode {
        PUSH,
        POLLING
    }

    public static PushState initial(UUID mailbox, Instant now) {
        return new PushState(
                mailbox, Mode.PUSH, "", now, 0, Optional.empty(), 0, "", Optional.empty(), Optional.empty());
    }

    /** The same if it is in this mode for this reason already. */
    public PushState in(Mode newMode, String why, Instant now) {
        return mode == newMode && reason.equals(why)
                ? this
                : new PushState(mailbox, newMode, why, now, 0, listedUntil, failures, lastError, failingSince, nextTry);
    }

    public PushState listed(Instant until) {
        return new PushState(
                mailbox,
                mode,
                reason,
                since,
                silentLooks,
                Optional.of(until),
                failures,
                lastError,
                failingSince,
                nextTry);
    }

    public PushState looked(int silent) {
        return new PushState(
                mailbox, mode, reason, since, silent, listedUntil, failures, lastError, failingSince, nextTry);
    }

    public PushState worked() {
        return failures == 0
                ? this
                : new PushState(
                        mailbox,
                        mode,
                        reason,
                        since,
                        silentLooks,
                        listedUntil,
                        0,
                        "",
                        Optional.empty(),
                        Optional.empty());
    }

    /** {@code asked} is how long the provider wants to be left alone; {@code outage}: it may work again at any moment. */
    public PushState failed(String error, boolean outage, Optional<Duration> asked, Instant now) {
        Duration longest = outage ? LONGEST_OUTAGE_PAUSE : LONGEST_PAUSE;
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        Duration own = doubled.compareTo(longest) > 0 ? longest : doubled;
        Duration pause = asked.filter(wanted -> wanted.compareTo(own) > 0).orElse(own);
        return new PushState(
                mailbox,
                mode,
                reason,
                since,
                silentLooks,
                listedUntil,
                failures + 1,
                error,
                Optional.of(failingSince.orElse(now)),
                Optional.of(now.plus(pause)));
    }
}
