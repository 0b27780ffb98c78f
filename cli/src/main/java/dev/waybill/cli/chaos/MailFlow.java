package dev.waybill.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Puts the mails of a run into their mailboxes, one after the other, at a fixed rate. */
final class MailFlow {
    private final ChaosMails mails;
    private final double perSecond;
    private final ChaosStack stack;
    private final List<SentMail> sent = new ArrayList<>();

    MailFlow(ChaosMails mails, double perSecond, ChaosStack stack) {
        this.mails = mails;
        this.perSecond = perSecond;
        this.stack = stack;
    }

    /** Returns when the last one lies in its mailbox; who is late makes haste. */
    void run() throws InterruptedException {
        long begun = System.nanoTime();
        for (int i = 0; i < mails.count(); i++) {
            long due = begun + Math.round(i * 1e9 / perSecond);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            ChaosMails.Composed mail = mails.mail(i);
            stack.deliver(mail.sent().address(), mail.raw().bytes());
            synchronized (sent) {
                sent.add(mail.sent());
            }
        }
    }

    /** What lies in mailboxes by now. */
    List<SentMail> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    int count() {
        synchronized (sent) {
            return sent.size();
        }
    }
}
