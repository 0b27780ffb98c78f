package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.doctor.Findings.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The first step with every API: whether the token endpoint gives a token for the grant. */
final class TokenStep {
    private TokenStep() {}

    /** Empty, and said in the findings, if there is none. */
    static Optional<AccessToken> run(Subject subject, AccessTokens tokens, Findings findings) {
        if (!(subject.secret() instanceof OAuth grant)) {
            findings.fail(
                    "token",
                    switch (subject.secret()) {
                        case Secret.Password password ->
                            "a password opens no mailbox of this provider; enter an OAuth credential";
                        case OAuth oauth -> "";
                    });
            return Optional.empty();
        }
        try {
            AccessToken token = tokens.fresh(subject.id(), grant);
            long minutes =
                    Duration.between(token.fetchedAt(), token.expiresAt()).toMinutes();
            findings.add(
                    "token",
                    Finding.ok(
                            "the token endpoint " + grant.endpoint() + " gives a token for " + minutes + " minutes"));
            return Optional.of(token);
        } catch (MailboxAccessException e) {
            findings.fail("token", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** For those who read a mailbox that is not connected yet. */
    static Mailbox mailbox(Subject subject) {
        return new Mailbox(
                subject.id(),
                "default",
                "examined",
                subject.connection(),
                subject.folders(),
                Instant.EPOCH,
                false,
                subject.afterProcessing(),
                0);
    }
}
