package dev.waybill.consumer.admin;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.Examination.Step;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.token.TokenEndpoints;
import dev.waybill.mailbox.token.TrialTokens;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Examines connected mailboxes, and those that are about to be. A few at a time: each takes a connection for up to two minutes. */
@Singleton
final class Examinations {
    private final MailboxDoctor doctor;
    private final Credentials credentials;
    private final AccessTokens tokens;
    private final TokenEndpoints endpoints;
    private final Semaphore places = new Semaphore(4);

    Examinations(MailboxDoctor doctor, Credentials credentials, AccessTokens tokens, TokenEndpoints endpoints) {
        this.doctor = doctor;
        this.credentials = credentials;
        this.tokens = tokens;
        this.endpoints = endpoints;
    }

    /** What was found, and the refresh token that the trial of a new one was exchanged for. */
    record Trial(Examination examination, Optional<OAuth.RefreshToken> exchanged) {}

    Examination of(Mailbox mailbox) {
        Secret secret;
        try {
            secret = credentials.open(mailbox.id());
        } catch (MailboxAccessException e) {
            return new Examination(List.of(new Step("credential", Mark.FAILED, String.valueOf(e.getMessage()), 0)));
        }
        return examined(Subject.of(mailbox, secret), tokens);
    }

    Trial of(NewMailbox mailbox) {
        TrialTokens trial = new TrialTokens(endpoints, InstantSource.system());
        Examination examination = examined(Subject.of(mailbox), trial);
        return new Trial(examination, trial.exchanged());
    }

    private Examination examined(Subject subject, AccessTokens with) {
        if (!places.tryAcquire()) {
            throw Refusal.busy("four mailboxes are being tested already; try again in a minute");
        }
        try {
            return doctor.examine(subject, with);
        } finally {
            places.release();
        }
    }
}
