package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.iap.ProtocolException;

/**
 * Waits for news of the open folder, by IDLE, or by NOOP where there is none. Three ends of an IDLE were seen at servers and are survived:
 * news; a tagged OK that ends it without a word (then it begins again); silence for ever (then DONE gets no answer, and the connection is
 * cut).
 */
final class FolderWatch {
    private static final Duration LONGEST_ANSWER_TO_DONE = Duration.ofSeconds(30);
    /** An IDLE that the server ends sooner than this is of no use; after a few the rest of the time is polled. */
    private static final Duration TOO_SHORT = Duration.ofSeconds(1);

    private static final int MOST_SHORT_ONES = 3;

    private final AngusImapSession session;
    private final AngusImapFolder folder;

    FolderWatch(AngusImapSession session, AngusImapFolder folder) {
        this.session = session;
        this.folder = folder;
    }

    boolean await(Duration timeout) throws MailboxAccessException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int shortOnes = 0;
        boolean polled = false;
        while (true) {
            if (session.wire().news().take()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return polled && folder.reopened();
            }
            boolean answered = false;
            if (session.supportsIdle() && shortOnes < MOST_SHORT_ONES) {
                long begun = System.nanoTime();
                IdleWait.End end = idle(Duration.ofNanos(left));
                if (end == IdleWait.End.REFUSED) {
                    session.idleIsWithdrawn();
                }
                // A server that answered DONE is there, and had its say.
                answered = end == IdleWait.End.DONE;
                shortOnes = System.nanoTime() - begun < TOO_SHORT.toNanos() ? shortOnes + 1 : 0;
            } else {
                polled = true;
                pause(Math.min(left, session.settings().poll().toNanos()));
            }
            if (!answered && !session.wire().news().any()) {
                noop();
            }
        }
    }

    private IdleWait.End idle(Duration time) throws MailboxAccessException, InterruptedException {
        Duration read = session.settings().read();
        Duration patience = read.compareTo(LONGEST_ANSWER_TO_DONE) < 0 ? read : LONGEST_ANSWER_TO_DONE;
        try {
            return new IdleWait(session.wire(), session.socket(), patience).await(time);
        } catch (IOException | ProtocolException | RuntimeException e) {
            throw session.broken("waiting for mail", e);
        }
    }

    /** An interrupt reaches a virtual thread in its read, and closes the socket; any other thread is asked afterwards. */
    private void noop() throws MailboxAccessException, InterruptedException {
        try {
            session.perform("asking for news", ImapWire::noop);
        } catch (MailboxAccessException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for mail");
            }
            throw e;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for mail");
        }
    }

    private void pause(long nanos) throws MailboxAccessException, InterruptedException {
        if (session.socket().whenCut().await(nanos, TimeUnit.NANOSECONDS)) {
            throw session.broken("waiting for mail", new SocketException("the connection was cut"));
        }
    }
}
