package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;

/**
 * What a mailbox is logged in to with, made ready before the connection: a password, or an access token. A token from memory that the
 * server refuses is exchanged for a fresh one, once.
 */
final class ImapLogin {
    private final Connection.Imap target;
    private final ImapFailures failures;
    private final Proof proof;

    private ImapLogin(Connection.Imap target, ImapFailures failures, Proof proof) {
        this.target = target;
        this.failures = failures;
        this.proof = proof;
    }

    private sealed interface Proof {
        record Password(String value) implements Proof {
            @Override
            public String toString() {
                return "Password[…]";
            }
        }

        record Token(AccessToken token, AccessTokens tokens, UUID mailbox, OAuth grant) implements Proof {}
    }

    /** Fetches the token, where one is needed. */
    static ImapLogin ready(
            Connection.Imap target, UUID mailbox, Secret secret, AccessTokens tokens, ImapFailures failures)
            throws MailboxAccessException {
        Proof proof = switch (secret) {
            case Secret.Password(String value) -> new Proof.Password(value);
            case OAuth grant -> new Proof.Token(tokens.get(mailbox, grant), tokens, mailbox, grant);
        };
        return new ImapLogin(target, failures, proof);
    }

    void logIn(ImapWire wire) throws MailboxAccessException {
        if (wire.isAuthenticated()) {
            return;
        }
        switch (proof) {
            case Proof.Password(String value) -> withPassword(wire, value);
            case Proof.Token token -> withToken(wire, token);
        }
        try {
            // Angus Mail's mark that the capabilities are still those from before the login.
            if (wire.hasCapability("__PRELOGIN__")) {
                wire.capability();
            }
        } catch (ProtocolException | RuntimeException e) {
            throw failures.broken("logging in", e);
        }
    }

    private void withPassword(ImapWire wire, String password) throws MailboxAccessException {
        try {
            if (wire.hasCapability("AUTH=PLAIN")) {
                wire.authplain(null, target.username(), password);
            } else if (!wire.hasCapability("LOGINDISABLED")) {
                wire.login(target.username(), password);
            } else if (wire.hasCapability("AUTH=LOGIN")) {
                wire.authlogin(target.username(), password);
            } else {
                throw failures.noPasswordLogin();
            }
        } catch (CommandFailedException | BadCommandException e) {
            throw failures.loginRefused(e.getResponse(), password);
        } catch (ProtocolException | RuntimeException e) {
            throw failures.broken("logging in", e);
        }
    }

    private void withToken(ImapWire wire, Proof.Token proof) throws MailboxAccessException {
        OAuthExchange exchange = OAuthExchange.offeredBy(wire).orElseThrow(failures::noTokenLogin);
        Optional<MailboxAccessException> refused = tryToken(wire, exchange, proof.token());
        if (refused.isEmpty()) {
            return;
        }
        AccessToken fresh = proof.tokens().instead(proof.token(), proof.mailbox(), proof.grant());
        if (fresh.value().equals(proof.token().value())) {
            throw refused.get();
        }
        Optional<MailboxAccessException> again = tryToken(wire, exchange, fresh);
        if (again.isPresent()) {
            throw again.get();
        }
    }

    /** Empty if the server took it, else what its refusal means. */
    private Optional<MailboxAccessException> tryToken(ImapWire wire, OAuthExchange exchange, AccessToken token)
            throws MailboxAccessException {
        StringBuilder told = new StringBuilder();
        try {
            wire.authenticate(
                    exchange.name(),
                    exchange.initial(target, token.value()),
                    exchange.acknowledgement(),
                    challenge -> told.append(OAuthExchange.told(challenge)));
            return Optional.empty();
        } catch (CommandFailedException | BadCommandException e) {
            return Optional.of(failures.tokenRefused(e.getResponse(), exchange.name(), told.toString(), token.value()));
        } catch (IOException | ProtocolException | RuntimeException e) {
            throw failures.broken("logging in", e);
        }
    }
}
