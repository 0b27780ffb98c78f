package dev.waybill.mailbox.token;

import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The access tokens of one process. Mailboxes of one application share its token; a refresh token is its mailbox's own. A token is asked
 * for again when 80 % of its life are over, by one thread, while the others go on with the one they have.
 */
public final class CachedAccessTokens implements AccessTokens {
    private static final Logger LOG = Logger.getLogger(CachedAccessTokens.class);
    private static final Duration SWEEP = Duration.ofMinutes(5);

    private final TokenEndpoints endpoints;
    private final RefreshExchange exchange;
    private final InstantSource clock;
    private final Map<String, TokenSlot> slots = new ConcurrentHashMap<>();
    private volatile long sweptAt;

    public CachedAccessTokens(TokenEndpoints endpoints, RefreshTokens refreshTokens, InstantSource clock) {
        this.endpoints = endpoints;
        this.exchange = new RefreshExchange(endpoints, refreshTokens);
        this.clock = clock;
        this.sweptAt = clock.millis();
    }

    @Override
    public AccessToken get(UUID mailbox, OAuth grant) throws MailboxAccessException {
        sweep();
        return in(mailbox, grant, slot -> slot.get(() -> ask(mailbox, grant)));
    }

    @Override
    public AccessToken instead(AccessToken refused, UUID mailbox, OAuth grant) throws MailboxAccessException {
        return in(mailbox, grant, slot -> slot.instead(refused, () -> ask(mailbox, grant)));
    }

    @Override
    public AccessToken fresh(UUID mailbox, OAuth grant) throws MailboxAccessException {
        return in(mailbox, grant, slot -> slot.fresh(() -> ask(mailbox, grant)));
    }

    /** Stores refresh tokens that PostgreSQL did not take when they were new. To be called every few seconds; never fails. */
    public void flush() {
        exchange.storeAgain();
    }

    private interface Use {
        AccessToken of(TokenSlot slot) throws MailboxAccessException;
    }

    /** Entered and swept under one lock of the map: of a grant there is never a second slot while somebody is in the first. */
    private AccessToken in(UUID mailbox, OAuth grant, Use use) throws MailboxAccessException {
        TokenSlot slot = slots.compute(GrantKey.of(mailbox, grant), (key, known) -> {
            TokenSlot entered = known == null ? new TokenSlot(clock) : known;
            entered.enter();
            return entered;
        });
        try {
            return use.of(slot);
        } finally {
            slot.leave();
        }
    }

    private TokenAnswer ask(UUID mailbox, OAuth grant) throws MailboxAccessException {
        LOG.debugf("Asking for an access token for mailbox %s", mailbox);
        return switch (grant) {
            case OAuth.RefreshToken refresh -> exchange.use(mailbox, refresh);
            case OAuth.ClientCredentials client -> endpoints.request(client);
            case OAuth.ServiceAccount account -> endpoints.request(account);
        };
    }

    /** A token is a few kilobytes, and replaced credentials leave theirs behind. */
    private void sweep() {
        long now = clock.millis();
        if (now - sweptAt > SWEEP.toMillis()) {
            sweptAt = now;
            slots.keySet().forEach(key -> slots.computeIfPresent(key, (same, slot) -> slot.isStale() ? null : slot));
        }
    }
}
