package dev.waybill.consumer.afterwards;

import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.util.Optional;

/** Changes mails of Microsoft 365 and Gmail, within the rate that their mailboxes share with fetching. */
public final class ApiChanges implements SingleChanges {
    /** Looking, resolving the folder, moving. */
    private static final int GRAPH_REQUESTS = 3;
    /** {@code messages.modify} and the labels. */
    private static final int GMAIL_UNITS = 10;

    private final GraphMail graph;
    private final GmailMail gmail;
    private final RateBudget rates;

    public ApiChanges(GraphMail graph, GmailMail gmail, RateBudget rates) {
        this.graph = graph;
        this.gmail = gmail;
        this.rates = rates;
    }

    @Override
    public void change(Mailbox mailbox, String messageKey, AfterProcessing how) throws MailboxAccessException {
        String id = messageKey.substring(messageKey.indexOf(':') + 1);
        switch (mailbox.connection()) {
            // Its changes are made folder by folder; a key of another provider in it is nobody's.
            case Connection.Imap imap -> {}
            case Connection.Graph at -> {
                spend(mailbox, GRAPH_REQUESTS);
                var _ = graph.change(mailbox, id, how);
            }
            case Connection.Gmail at -> {
                spend(mailbox, GMAIL_UNITS);
                var _ = gmail.change(mailbox, id, how);
            }
        }
    }

    private void spend(Mailbox mailbox, int cost) throws MailboxAccessException {
        Optional<Duration> over = rates.take(mailbox, cost);
        if (over.isPresent()) {
            throw new MailboxAccessException(
                    FailureClass.THROTTLED, "throttled", "the provider's rate is used up for now", over.get(), null);
        }
    }
}
