package dev.waybill.mailbox;

import java.util.UUID;

/** Gives access tokens: from memory while they are young, else from the token endpoint, asked once for all who wait. */
public interface AccessTokens {
    /**
     * A token that works now.
     *
     * @throws MailboxAccessException class {@code CREDENTIAL}, reason {@code token_refused}: the endpoint refuses the grant for good;
     *     {@code TRANSIENT}, {@code token_unavailable}: it does not answer; {@code THROTTLED}, {@code throttled}
     */
    AccessToken get(UUID mailbox, OAuth grant) throws MailboxAccessException;

    /** Another token for one that the provider refused. The same one if it is so young that another would fare no better. */
    AccessToken instead(AccessToken refused, UUID mailbox, OAuth grant) throws MailboxAccessException;

    /** A token asked for now, whatever is in memory: to find out whether the grant works. */
    AccessToken fresh(UUID mailbox, OAuth grant) throws MailboxAccessException;

    /** For services that know passwords only. */
    static AccessTokens none() {
        return new AccessTokens() {
            @Override
            public AccessToken get(UUID mailbox, OAuth grant) throws MailboxAccessException {
                throw new MailboxAccessException(
                        FailureClass.CREDENTIAL,
                        "token_refused",
                        "this service fetches no access tokens; use a password, or a service that does",
                        null,
                        null);
            }

            @Override
            public AccessToken fresh(UUID mailbox, OAuth grant) throws MailboxAccessException {
                return get(mailbox, grant);
            }

            @Override
            public AccessToken instead(AccessToken refused, UUID mailbox, OAuth grant) throws MailboxAccessException {
                return get(mailbox, grant);
            }
        };
    }
}
