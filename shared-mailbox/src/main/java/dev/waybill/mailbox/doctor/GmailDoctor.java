package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.doctor.Findings.Finding;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.gmail.SdkGmailMail;
import dev.waybill.mailbox.http.ProviderHttp;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Optional;

/** Examines mailboxes of Gmail: token, mailbox, labels, history. Reads only. */
public final class GmailDoctor implements MailboxDoctor {
    private final ProviderHttp http;
    private final GmailServer server;
    private final InstantSource clock;

    public GmailDoctor(ProviderHttp http, GmailServer server, InstantSource clock) {
        this.http = http;
        this.server = server;
        this.clock = clock;
    }

    @Override
    public Examination examine(Subject subject, AccessTokens tokens) {
        Findings findings = new Findings();
        if (TokenStep.run(subject, tokens, findings).isPresent()
                && subject.connection() instanceof Connection.Gmail(String user)) {
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

    private static void labels(Subject subject, Mailbox mailbox, GmailMail mail, Findings findings) {
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
            findings.step("history", () -> {
                BigInteger now = mail.historyId(mailbox);
                mail.history(mailbox, now, Optional.empty());
                return Finding.ok("its history can be read");
            });
        }
    }
}
