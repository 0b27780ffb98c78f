package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.reconcile.ApiListing.Chunk;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.GraphMail.Changes;
import dev.waybill.mailbox.GraphMail.Folder;
import dev.waybill.mailbox.GraphMail.Item;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Mails of Microsoft 365 by their immutable ids: of a folder, by its delta, what was moved into it and is too old for the window, and
 * then what it received in the window, oldest first. The delta begins with everything in the folder; so it does again when Exchange has
 * forgotten up to where it was read. It is read from the same place again until each of its mails has its row.
 */
public final class GraphChunks implements ApiListing.Chunks {
    private static final Logger LOG = Logger.getLogger(GraphChunks.class);

    /** Before links; without one, it is the beginning that is asked for. */
    private static final String DELTA = "delta:";

    private static final String WINDOW = "window:";

    private final GraphMail mails;
    private final DeltaLinks links;

    public GraphChunks(GraphMail mails, DeltaLinks links) {
        this.mails = mails;
        this.links = links;
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    public Chunk list(Mailbox mailbox, String named, Instant since, Optional<String> next)
            throws MailboxAccessException {
        Folder folder = mails.folder(mailbox, named);
        if (next.isEmpty()) {
            return changes(mailbox, folder, since, links.find(mailbox.id(), folder.id()), true);
        }
        return next.get().startsWith(DELTA)
                ? changes(mailbox, folder, since, link(next.get(), DELTA), false)
                : window(mailbox, folder, since, link(next.get(), WINDOW));
    }

    private static Optional<String> link(String next, String kind) {
        return Optional.of(next.substring(kind.length())).filter(link -> !link.isEmpty());
    }

    private Chunk changes(Mailbox mailbox, Folder folder, Instant since, Optional<String> link, boolean isFirst)
            throws MailboxAccessException {
        return switch (mails.changes(mailbox, folder, link)) {
            case Changes.Forgotten forgotten -> anew(mailbox, folder, isFirst);
            case Changes.Page page ->
                new Chunk(
                        listed(page.messages(), item -> isOnlyHere(item, mailbox, since)),
                        Optional.of(page.next().map(rest -> DELTA + rest).orElse(WINDOW)),
                        page.upTo().map(upTo -> () -> links.keep(mailbox.id(), folder.id(), upTo)));
        };
    }

    /** At once, when it is the kept link that was forgotten. In the middle of a round: by the next comparison, so that this one ends. */
    private Chunk anew(Mailbox mailbox, Folder folder, boolean isFirst) {
        LOG.infof(
                "mailbox %s, folder '%s': Exchange has forgotten up to where its changes were read; they are read from"
                        + " the beginning",
                mailbox.id(), folder.name());
        links.forget(mailbox.id(), folder.id());
        return new Chunk(List.of(), Optional.of(isFirst ? DELTA : WINDOW));
    }

    private Chunk window(Mailbox mailbox, Folder folder, Instant since, Optional<String> link)
            throws MailboxAccessException {
        GraphMail.Page page = mails.list(mailbox, folder, since, link);
        return new Chunk(listed(page.messages(), item -> true), page.next().map(rest -> WINDOW + rest));
    }

    /** Not in the window, but in scope. */
    private static boolean isOnlyHere(Item item, Mailbox mailbox, Instant since) {
        return item.receivedAt().isBefore(since) && !item.receivedAt().isBefore(mailbox.startAt());
    }

    private static List<MailListing.Listed> listed(List<Item> items, Predicate<Item> wanted) {
        return items.stream()
                .filter(item -> !item.draft())
                .filter(wanted)
                .map(item -> new MailListing.Listed(new Locator.Graph(item.id()), Optional.of(item.receivedAt())))
                .toList();
    }
}
