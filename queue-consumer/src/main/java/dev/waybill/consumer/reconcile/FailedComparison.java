package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.resolve.FailedLook;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.QueueException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What a comparison that failed says, and of whom. That the credential is refused, that the provider limits us and says so, or that its
 * server is not reached, says it of the mailbox, whose mails would fare the same: it is held, as for any pointer. All else (a listing
 * that is refused, that breaks off or takes too long, a defect of ours) says it of the comparison only. It is put off, ever longer up
 * to the quarter of an hour in which one is due anyway, and no mail waits for it. If it was the mailbox after all, the next mail that
 * is fetched tells.
 */
final class FailedComparison implements FailedLook {
    private static final Logger LOG = Logger.getLogger(FailedComparison.class);
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(15));
    /** Reasons with which nobody was asked for a list yet. */
    private static final Set<String> NOT_REACHED =
            Set.of("unknown_host", "connect_failed", "tls_failed", "token_unavailable");

    private final Answers answers;
    private final ReconcileLog log;

    FailedComparison(Answers answers, ReconcileLog log) {
        this.answers = answers;
        this.log = log;
    }

    @Override
    public void settle(Flight flight, Mailbox mailbox, Throwable failure) {
        try {
            switch (failure) {
                case DatabaseUnavailableException e -> answers.databaseAway(List.of(flight), e);
                case QueueException e -> {
                    log.failed(mailbox.id(), "Redis did not take what was missing");
                    answers.queueAway(List.of(flight), e);
                }
                case MailboxAccessException e
                when Answers.isDatabase(e) || isOfTheMailbox(e) -> {
                    log.failed(mailbox.id(), String.valueOf(e.getMessage()));
                    answers.lookFailed(flight, mailbox, e);
                }
                case MailboxAccessException e -> putOff(flight, mailbox, e.reason(), String.valueOf(e.getMessage()));
                default -> {
                    LOG.debug("Comparing failed", failure);
                    putOff(flight, mailbox, "comparison_failed", Answers.where(failure));
                }
            }
        } catch (DatabaseUnavailableException e) {
            answers.databaseAway(List.of(flight), e);
        }
    }

    private static boolean isOfTheMailbox(MailboxAccessException e) {
        return switch (e.failureClass()) {
            case CREDENTIAL, THROTTLED -> true;
            case TRANSIENT -> NOT_REACHED.contains(e.reason());
            case PERMANENT, MAIL -> false;
        };
    }

    private void putOff(Flight flight, Mailbox mailbox, String reason, String sentence) {
        int inARow = log.putOff(mailbox.id(), sentence);
        Duration delay = AGAIN.afterFailures(inARow);
        LOG.warnf(
                "Comparing mailbox %s with the ledger failed %d times in a row (%s); it is tried again in %d s, its"
                        + " mail goes on",
                mailbox.id(), inARow, sentence, delay.toSeconds());
        answers.defer(List.of(flight), delay, reason, sentence);
    }
}
