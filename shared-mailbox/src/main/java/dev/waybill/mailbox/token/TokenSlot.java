package dev.waybill.mailbox.token;

import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token of one grant, and whose turn it is to ask for the next. A refusal is remembered for a moment: the next in line need not ask.
 * What was remembered by a clock that went back since is not believed, so that nobody waits for as long as it was ahead.
 */
final class TokenSlot {
    private static final double EARLY = 0.8;
    /** Of a token's life that is left unused: it must last for the login. */
    private static final Duration RESERVE = Duration.ofSeconds(30);

    private static final Duration YOUNG = Duration.ofSeconds(10);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(10);
    private static final Duration UNAVAILABLE_FOR = Duration.ofSeconds(1);
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(30);
    private static final Duration LONGEST_THROTTLE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger inside = new AtomicInteger();
    private volatile @Nullable AccessToken token;
    private volatile @Nullable Refusal refusal;

    TokenSlot(InstantSource clock) {
        this.clock = clock;
    }

    @FunctionalInterface
    interface Ask {
        TokenAnswer now() throws MailboxAccessException;
    }

    private record Refusal(MailboxAccessException failure, Instant since, Instant until) {}

    /** It is kept until {@link #leave}. */
    void enter() {
        inside.incrementAndGet();
    }

    void leave() {
        inside.decrementAndGet();
    }

    AccessToken get(Ask ask) throws MailboxAccessException {
        AccessToken known = token;
        if (known != null && clock.instant().isBefore(known.refreshAt()) && works(known)) {
            return known;
        }
        if (known != null && works(known)) {
            return turn.tryLock() ? early(known, ask) : known;
        }
        lock();
        try {
            AccessToken meanwhile = token;
            return meanwhile != null && works(meanwhile) ? meanwhile : fetch(ask);
        } finally {
            turn.unlock();
        }
    }

    /** Before it is needed: a failure now is no failure yet. */
    private AccessToken early(AccessToken known, Ask ask) {
        try {
            AccessToken meanwhile = token;
            return known.equals(meanwhile) ? fetch(ask) : known;
        } catch (MailboxAccessException notNow) {
            Duration pause = UNAVAILABLE_FOR.multipliedBy(30);
            token = new AccessToken(
                    known.value(), known.fetchedAt(), clock.instant().plus(pause), known.expiresAt());
            return known;
        } finally {
            turn.unlock();
        }
    }

    AccessToken fresh(Ask ask) throws MailboxAccessException {
        lock();
        try {
            refusal = null;
            return fetch(ask);
        } finally {
            turn.unlock();
        }
    }

    AccessToken instead(AccessToken refused, Ask ask) throws MailboxAccessException {
        lock();
        try {
            AccessToken known = token;
            if (known != null && !known.value().equals(refused.value()) && works(known)) {
                return known;
            }
            Instant now = clock.instant();
            boolean young = now.isBefore(refused.fetchedAt().plus(YOUNG)) && !isOfTheFuture(refused.fetchedAt(), now);
            return young ? refused : fetch(ask);
        } finally {
            turn.unlock();
        }
    }

    private void lock() throws MailboxAccessException {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT,
                    "token_unavailable",
                    "interrupted while waiting for an access token",
                    null,
                    e);
        }
    }

    private AccessToken fetch(Ask ask) throws MailboxAccessException {
        Refusal before = refusal;
        if (before != null && holds(before)) {
            throw again(before.failure());
        }
        try {
            TokenAnswer answer = ask.now();
            Instant now = clock.instant();
            AccessToken fetched = new AccessToken(
                    answer.accessToken(),
                    now,
                    now.plusMillis((long) (answer.lifetime().toMillis() * EARLY)),
                    now.plus(answer.lifetime()));
            token = fetched;
            refusal = null;
            return fetched;
        } catch (MailboxAccessException e) {
            Instant now = clock.instant();
            refusal = new Refusal(e, now, now.plus(remembered(e)));
            throw e;
        }
    }

    private static Duration remembered(MailboxAccessException e) {
        return switch (e.failureClass()) {
            case CREDENTIAL, PERMANENT, MAIL -> REFUSED_FOR;
            case TRANSIENT -> UNAVAILABLE_FOR;
            case THROTTLED -> {
                Duration asked = e.retryAfter().orElse(THROTTLED_FOR);
                yield asked.compareTo(LONGEST_THROTTLE) > 0 ? LONGEST_THROTTLE : asked;
            }
        };
    }

    /** One of its own for each who is told, because a stack trace belongs to one thread. */
    private static MailboxAccessException again(MailboxAccessException e) {
        return new MailboxAccessException(
                e.failureClass(),
                e.reason(),
                String.valueOf(e.getMessage()),
                e.retryAfter().orElse(null),
                e);
    }

    private boolean holds(Refusal known) {
        Instant now = clock.instant();
        return now.isBefore(known.until()) && !isOfTheFuture(known.since(), now);
    }

    /** A clock that is put right by a little is no reason to ask again. */
    private static boolean isOfTheFuture(Instant moment, Instant now) {
        return moment.isAfter(now.plus(YOUNG));
    }

    private boolean works(AccessToken known) {
        if (isOfTheFuture(known.fetchedAt(), clock.instant())) {
            return false;
        }
        Duration life = Duration.between(known.fetchedAt(), known.expiresAt());
        Duration reserve = life.compareTo(RESERVE.multipliedBy(4)) > 0 ? RESERVE : life.dividedBy(4);
        return clock.instant().isBefore(known.expiresAt().minus(reserve));
    }

    /** Nobody would miss it. */
    boolean isStale() {
        AccessToken known = token;
        Refusal refused = refusal;
        return inside.get() == 0 && (known == null || !works(known)) && (refused == null || !holds(refused));
    }
}
