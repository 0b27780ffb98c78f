package dev.waybill.consumer.reconcile;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;

/** Who lists which mailbox. */
public record Listings(MailListing imap, MailListing graph, MailListing gmail) {
    public MailListing of(Mailbox mailbox) {
        return switch (mailbox.connection()) {
            case Connection.Imap i -> imap;
            case Connection.Graph g -> graph;
            case Connection.Gmail g -> gmail;
        };
    }
}
