package dev.waybill.mailbox.token;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.token.RefreshTokens.Held;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a refresh token: claims it, asks, stores what came back, ends the claim. A new token that PostgreSQL does not take now is
 * kept here and stored later; until then this process goes on with it, and if it dies, with it.
 */
final class RefreshExchange {
    private static final Logger LOG = Logger.getLogger(RefreshExchange.class);
    /** Longer than an endpoint may take to answer. */
    private static final Duration CLAIM = Duration.ofSeconds(75);

    private static final Duration LOOK = Duration.ofMillis(150);
    /** Whoever connects to a mailbox waits no longer; then it is tried again with the usual pause. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TokenEndpoints endpoints;
    private final RefreshTokens stored;
    private final Map<UUID, Unsaved> unsaved = new ConcurrentHashMap<>();

    RefreshExchange(TokenEndpoints endpoints, RefreshTokens stored) {
        this.endpoints = endpoints;
        this.stored = stored;
    }

    private record Unsaved(Held held, OAuth.RefreshToken next) {}

    TokenAnswer use(UUID mailbox, OAuth.RefreshToken asked) throws MailboxAccessException {
        Held held = claimed(mailbox, asked);
        boolean ended = false;
        try {
            OAuth.RefreshToken token = newest(held);
            TokenAnswer answer = endpoints.request(token);
            Optional<String> next = answer.refreshToken().filter(other -> !other.equals(token.token()));
            if (next.isPresent()) {
                ended = store(new Unsaved(held, token.exchangedFor(next.get())));
            }
            return answer;
        } finally {
            if (!ended) {
                stored.release(held);
            }
        }
    }

    private Held claimed(UUID mailbox, OAuth.RefreshToken asked) throws MailboxAccessException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            switch (stored.claim(mailbox, CLAIM)) {
                case Held held -> {
                    if (held.token().family().equals(asked.family())) {
                        return held;
                    }
                    stored.release(held);
                    throw later("the credential of mailbox " + mailbox + " was replaced just now; connecting again");
                }
                case RefreshTokens.Gone gone ->
                    throw later("the credential of mailbox " + mailbox + " was replaced just now; connecting again");
                case RefreshTokens.Busy busy -> {
                    if (System.nanoTime() - deadline > 0) {
                        throw later("another process is renewing the credential of mailbox " + mailbox
                                + "; it is tried again");
                    }
                    pause(mailbox);
                }
            }
        }
    }

    /** What is stored, or what should be. */
    private OAuth.RefreshToken newest(Held held) {
        Unsaved own = unsaved.get(held.mailbox());
        if (own == null) {
            return held.token();
        }
        if (own.held().generation() == held.generation()) {
            return own.next();
        }
        unsaved.remove(held.mailbox(), own);
        return held.token();
    }

    /** Whether it is stored, or another is, so that the claim has ended. */
    private boolean store(Unsaved exchanged) {
        UUID mailbox = exchanged.held().mailbox();
        try {
            if (!stored.store(exchanged.held(), exchanged.next())) {
                LOG.infof(
                        "The credential of mailbox %s was replaced while it was renewed; the replacement stays",
                        mailbox);
            }
            unsaved.remove(mailbox);
            return true;
        } catch (MailboxAccessException e) {
            if (unsaved.put(mailbox, exchanged) == null) {
                LOG.warnf(
                        "The renewed credential of mailbox %s is not stored yet (%s); it is tried again. If this process ends"
                                + " before, somebody may have to sign in again",
                        mailbox, e.getMessage());
            }
            return false;
        }
    }

    void storeAgain() {
        unsaved.values().forEach(this::store);
    }

    private static void pause(UUID mailbox) throws MailboxAccessException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw later("interrupted while mailbox " + mailbox + " waited for its credential", e);
        }
    }

    private static MailboxAccessException later(String sentence) {
        return later(sentence, null);
    }

    private static MailboxAccessException later(String sentence, @Nullable Throwable cause) {
        return new MailboxAccessException(FailureClass.TRANSIENT, "token_unavailable", sentence, null, cause);
    }
}
