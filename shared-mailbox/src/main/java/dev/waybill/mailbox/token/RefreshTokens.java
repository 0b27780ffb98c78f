package dev.waybill.mailbox.token;

import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import java.time.Duration;
import java.util.UUID;

/**
 * The stored refresh tokens, which change when they are used. Whoever uses one claims it first: endpoints that see the same token twice
 * take it for stolen and end the grant (RFC 9700 §4.14.2).
 *
 * <p>What a crash leaves: before the endpoint answered, a claim that ends by itself. Between its answer and {@link #store}, the old
 * token; Microsoft and Google go on taking it, an endpoint that ends a token with its use does not, and a person must sign in again.
 */
public interface RefreshTokens {
    /**
     * Claims the token of a mailbox for a while.
     *
     * @throws MailboxAccessException {@code TRANSIENT}: PostgreSQL does not answer; {@code CREDENTIAL}: it cannot be opened
     */
    Claim claim(UUID mailbox, Duration atMost) throws MailboxAccessException;

    /** Stores what the token was exchanged for and ends the claim; false if somebody stored another meanwhile, which stays. */
    boolean store(Held held, OAuth.RefreshToken next) throws MailboxAccessException;

    /** Ends a claim that changed nothing. Never fails: the claim ends by itself. */
    void release(Held held);

    /** What a claim gave. */
    sealed interface Claim {}

    /** It is ours. {@code generation} rises with every change. */
    record Held(UUID mailbox, long generation, OAuth.RefreshToken token) implements Claim {}

    /** Another process is using it. */
    record Busy() implements Claim {}

    /** The mailbox has no refresh token any more. */
    record Gone() implements Claim {}
}
