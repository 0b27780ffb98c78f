package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.doctor.Findings;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Examines IMAP mailboxes, each on a connection of its own: EXAMINE, STATUS and IDLE, nothing that changes anything. */
public final class ImapDoctor implements MailboxDoctor, AutoCloseable {
    private final HostPolicy hosts;
    private final ImapSettings settings;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timeLimits;

    public ImapDoctor(HostPolicy hosts, ImapSettings settings, InstantSource clock) {
        this.hosts = hosts;
        this.settings = settings;
        this.clock = clock;
        this.timeLimits = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("imap-doctor-time-limits").factory());
        timeLimits.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Examination examine(Subject subject, AccessTokens tokens) {
        Findings findings = new Findings();
        switch (subject.connection()) {
            case Connection.Imap imap -> {
                DoctorsVisit visit = new DoctorsVisit(subject, imap, tokens, findings, clock);
                try {
                    visit.run(hosts, settings, timeLimits);
                } finally {
                    visit.close();
                }
            }
            case Connection.Graph graph -> findings.fail("login", "this mailbox is not read by IMAP");
            case Connection.Gmail gmail -> findings.fail("login", "this mailbox is not read by IMAP");
        }
        return findings.examination();
    }

    @Override
    public void close() {
        timeLimits.shutdownNow();
    }
}
