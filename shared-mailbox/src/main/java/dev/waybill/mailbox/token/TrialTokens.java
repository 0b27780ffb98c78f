package dev.waybill.mailbox.token;

import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens for a grant that is only tried and not stored yet. Remembers the refresh token that its first use may have exchanged. */
public final class TrialTokens implements AccessTokens {
    private final CachedAccessTokens tokens;
    private final Memory memory = new Memory();

    public TrialTokens(TokenEndpoints endpoints, InstantSource clock) {
        this.tokens = new CachedAccessTokens(endpoints, memory, clock);
    }

    @Override
    public AccessToken get(UUID mailbox, OAuth grant) throws MailboxAccessException {
        if (grant instanceof OAuth.RefreshToken entered && memory.newest == null) {
            memory.newest = entered;
        }
        return tokens.get(mailbox, grant);
    }

    @Override
    public AccessToken fresh(UUID mailbox, OAuth grant) throws MailboxAccessException {
        return get(mailbox, grant);
    }

    @Override
    public AccessToken instead(AccessToken refused, UUID mailbox, OAuth grant) {
        return refused;
    }

    /** What to store instead of the token that was entered, which may work no more. */
    public Optional<OAuth.RefreshToken> exchanged() {
        return Optional.ofNullable(memory.exchanged);
    }

    private static final class Memory implements RefreshTokens {
        private volatile OAuth.@Nullable RefreshToken newest;
        private volatile OAuth.@Nullable RefreshToken exchanged;

        @Override
        public Claim claim(UUID mailbox, Duration atMost) {
            OAuth.RefreshToken token = newest;
            return token == null ? new Gone() : new Held(mailbox, 1, token);
        }

        @Override
        public boolean store(Held held, OAuth.RefreshToken next) {
            newest = next;
            exchanged = next;
            return true;
        }

        @Override
        public void release(Held held) {}
    }
}
