package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GmailWatches;
import dev.waybill.mailbox.GmailWatches.Watch;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushUpkeep;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps a watch on each Gmail mailbox, renewed every day (Gmail: push notifications). The history id that a watch answers with is where
 * the mailbox stands now, not how far it was read: it only ever is a hint to look, and moves no cursor.
 */
final class GmailCare implements ChannelCare {
    /** A watch lasts for seven days; one that ends in less than six is a day old. */
    private static final Duration YOUNG = Duration.ofDays(6);

    private static final Duration SPREAD = Duration.ofHours(2);

    private final GmailWatches watches;
    private final GmailMail mails;
    private final PushUpkeep upkeep;
    private final NoticeQueue queue;
    private final Optional<String> topic;
    private final InstantSource clock;

    GmailCare(
            GmailWatches watches,
            GmailMail mails,
            PushUpkeep upkeep,
            NoticeQueue queue,
            Optional<String> topic,
            InstantSource clock) {
        this.watches = watches;
        this.mails = mails;
        this.upkeep = upkeep;
        this.queue = queue;
        this.topic = topic;
        this.clock = clock;
    }

    @Override
    public Optional<String> hindrance() {
        return topic.isPresent() ? Optional.empty() : Optional.of("no_topic");
    }

    @Override
    public Listing listing() {
        return new GmailListing(mails);
    }

    @Override
    public void keep(Mailbox mailbox, List<PushChannel> channels, Map<UUID, Wish> wishes, boolean anew)
            throws MailboxAccessException {
        Optional<PushChannel> channel = channels.stream().findFirst();
        if (!anew && channel.filter(c -> !isDue(c)).isPresent()) {
            return;
        }
        List<String> labels = new ArrayList<>();
        for (String folder : mailbox.folders()) {
            labels.add(mails.label(mailbox, folder));
        }
        Instant now = clock.instant();
        boolean wasWatched =
                channel.flatMap(PushChannel::expires).filter(now::isBefore).isPresent();
        UUID id = channel.map(PushChannel::id).orElseGet(UUID::randomUUID);
        if (channel.isEmpty() && !upkeep.begin(id, mailbox.id(), "", Optional.empty())) {
            return;
        }
        Watch watch = watches.watch(mailbox, topic.orElseThrow(), labels);
        upkeep.established(id, Optional.empty(), watch.expires());
        if (!wasWatched && watch.historyId().signum() > 0) {
            // What came while nobody watched: whoever looks goes on from its own cursor.
            queue.enqueue(List.of(new Notice(
                    mailbox.id(), new Locator.GmailHistory(watch.historyId().toString()))));
        }
    }

    private boolean isDue(PushChannel channel) {
        Instant young =
                clock.instant().plus(YOUNG).minusMillis((long) (SPREAD.toMillis() * Renewals.share(channel.id())));
        return channel.expires().map(end -> end.isBefore(young)).orElse(true);
    }
}
