package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Mails of Microsoft 365. The folder is not looked at: a mail that a rule moved since it was announced is still the one that came. An id
 * that is not found may be one of those that change with a move, from a subscription that somebody else made.
 */
public final class GraphSource implements MailSource {
    private static final int REQUESTS = 2;

    private final GraphMail mails;

    public GraphSource(GraphMail mails) {
        this.mails = mails;
    }

    @Override
    public int cost() {
        return REQUESTS;
    }

    @Override
    public Fetched fetch(Mailbox mailbox, Locator locator, Keep keep) throws MailboxAccessException, IOException {
        String id = id(locator);
        Optional<GraphMail.Item> found = mails.find(mailbox, id);
        if (found.isEmpty()) {
            return new Fetched.Missing();
        }
        GraphMail.Item item = found.get();
        if (item.draft()) {
            return new Fetched.NoMail("draft");
        }
        if (item.size().orElse(0) > keep.maxBytes()) {
            return new Fetched.TooLarge("announced", item.size().orElse(0));
        }
        Optional<InputStream> opened = mails.open(mailbox, id, keep.maxBytes());
        if (opened.isEmpty()) {
            return new Fetched.Missing();
        }
        try (InputStream content = opened.get()) {
            return new Fetched.Mail(keep.read(content), item.receivedAt());
        }
    }

    @Override
    public Optional<Locator> elsewhere(Mailbox mailbox, Locator locator) throws MailboxAccessException {
        String id = id(locator);
        return mails.immutableId(mailbox, id).filter(other -> !other.equals(id)).map(Locator.Graph::new);
    }

    private static String id(Locator locator) {
        if (locator instanceof Locator.Graph(String messageId)) {
            return messageId;
        }
        throw new IllegalArgumentException(locator.kind() + " is no pointer to a mail of Microsoft 365");
    }
}
