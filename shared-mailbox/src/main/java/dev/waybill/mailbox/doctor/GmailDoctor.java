package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.doctor.Findings.Finding;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.gmail.SdkGmailMail;
import dev.waybill.mailbox.http.ProviderHttp;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Examines mailboxes of Gmail: token, scopes, mailbox, labels, history, watch, push. Reads only. */
public final class GmailDoctor implements MailboxDoctor {
    private static final String PREFIX = "https://www.googleapis.com/auth/";
    private static final String EVERYTHING = "https://mail.google.com/";
    private static final Set<String> WRITING = Set.of(EVERYTHING, "gmail.modify");
    private static final Set<String> READING = Set.of(EVERYTHING, "gmail.modify", "gmail.readonly");

    private final ProviderHttp http;
    private final GmailServer server;
    private final InstantSource clock;
    private final PushSteps push;

    public GmailDoctor(ProviderHttp http, GmailServer server, PushRecords records, InstantSource clock) {
        this.http = http;
        this.server = server;
        this.clock = clock;
        this.push = new PushSteps(records, url -> Optional.empty(), clock);
    }

    @Override
    public Examination examine(Subject subject, AccessTokens tokens) {
        Findings findings = new Findings();
        if (TokenStep.run(subject, tokens, findings).isPresent()
                && subject.connection() instanceof Connection.Gmail(String user)
                && subject.secret() instanceof OAuth grant
                && findings.step("scopes", () -> scopes(grant.endpoint().scope(), subject.afterProcessing()))) {
            GmailMail mail = new SdkGmailMail(id -> subject.secret(), tokens, http, server, clock);
            Mailbox mailbox = TokenStep.mailbox(subject);
            if (findings.step("mailbox", () -> {
                mail.historyId(mailbox);
                return Finding.ok("Gmail opens the mailbox of " + user);
            })) {
                labels(subject, mailbox, mail, findings);
            }
        }
        return findings.examination();
    }

    /** What the grant asks for; whether that was granted, the next steps show. */
    private static Finding scopes(String asked, AfterProcessing after) {
        Set<String> scopes = Arrays.stream(asked.split("\\s+", -1))
                .map(scope -> scope.equals(EVERYTHING) ? scope : scope.replace(PREFIX, ""))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        if (scopes.isEmpty()) {
            return Finding.ok("the credential names no scope; the next steps show what it opens");
        }
        String seen = "the token is asked for " + String.join(", ", scopes);
        if (scopes.stream().noneMatch(READING::contains)) {
            return new Finding(Mark.FAILED, seen + ", which opens no mail; ask for gmail.readonly or gmail.modify");
        }
        boolean writes = !(after instanceof AfterProcessing.Keep);
        return writes && scopes.stream().noneMatch(WRITING::contains)
                ? Finding.warn(seen + "; after_processing needs gmail.modify")
                : Finding.ok(seen);
    }

    private void labels(Subject subject, Mailbox mailbox, GmailMail mail, Findings findings) {
        boolean found = true;
        for (String label : subject.folders()) {
            found &= findings.step("folder", () -> {
                mail.label(mailbox, label);
                return Finding.ok("the label '" + label + "' is there");
            });
        }
        if (found && subject.afterProcessing() instanceof AfterProcessing.Move(String target)) {
            found = findings.step("after_processing", () -> {
                mail.label(mailbox, target);
                return Finding.ok("processed mails can be put under '" + target + "'");
            });
        }
        if (found) {
            found = findings.step("history", () -> {
                BigInteger now = mail.historyId(mailbox);
                mail.history(mailbox, now, Optional.empty());
                mail.list(
                        mailbox, mail.label(mailbox, subject.folders().getFirst()), clock.instant(), Optional.empty());
                return Finding.ok("its history can be read, and its mails can be listed");
            });
        }
        if (found) {
            push.ofGmail(subject, findings);
        }
    }
}
