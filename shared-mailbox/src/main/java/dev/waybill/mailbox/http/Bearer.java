package dev.waybill.mailbox.http;

import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import java.util.UUID;

/** Whose token opens a mailbox. One that the provider refuses is replaced once: it may have been withdrawn before its time. */
public record Bearer(UUID mailbox, OAuth grant, AccessTokens tokens) {
    /** The reason of a call that was refused for its token. */
    public static final String TOKEN_REJECTED = "token_rejected";

    /** One call. */
    @FunctionalInterface
    public interface Work<T> {
        T with(String token) throws MailboxAccessException;
    }

    /** Throws for a password, which opens no API. */
    public static Bearer of(UUID mailbox, Secret secret, AccessTokens tokens) throws MailboxAccessException {
        return switch (secret) {
            case OAuth grant -> new Bearer(mailbox, grant, tokens);
            case Secret.Password password ->
                throw new MailboxAccessException(
                        FailureClass.CREDENTIAL,
                        "credential_unreadable",
                        "a password opens no mailbox of this provider; enter an OAuth credential",
                        null,
                        null);
        };
    }

    public <T> T use(Work<T> work) throws MailboxAccessException {
        AccessToken token = tokens.get(mailbox, grant);
        try {
            return work.with(token.value());
        } catch (MailboxAccessException e) {
            if (!e.reason().equals(TOKEN_REJECTED)) {
                throw e;
            }
            AccessToken other = tokens.instead(token, mailbox, grant);
            if (other.value().equals(token.value())) {
                throw e;
            }
            return work.with(other.value());
        }
    }
}
