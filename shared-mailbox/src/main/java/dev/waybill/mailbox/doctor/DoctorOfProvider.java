package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.MailboxDoctor;

/** Sends each mailbox to the doctor of its provider. */
public record DoctorOfProvider(MailboxDoctor imap, MailboxDoctor graph, MailboxDoctor gmail) implements MailboxDoctor {
    @Override
    public Examination examine(Subject subject, AccessTokens tokens) {
        return switch (subject.connection()) {
            case Connection.Imap i -> imap.examine(subject, tokens);
            case Connection.Graph g -> graph.examine(subject, tokens);
            case Connection.Gmail g -> gmail.examine(subject, tokens);
        };
    }
}
