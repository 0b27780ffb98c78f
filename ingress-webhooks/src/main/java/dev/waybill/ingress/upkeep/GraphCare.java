package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.GraphSubscriptions;
import dev.waybill.mailbox.GraphSubscriptions.Subscribed;
import dev.waybill.mailbox.GraphSubscriptions.Wanted;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushUpkeep;
import dev.waybill.queue.Locator;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps a Graph subscription on each watched folder. The channel is written before the subscription is asked for, and its id stands in
 * the notification's URL: what a crash leaves behind is found in Graph's list and adopted, never doubled. After every gap the mailbox
 * is compared, because what happened in it nobody was told of.
 */
final class GraphCare implements ChannelCare {
    private static final String CHANNEL = "?channel=";

    /** A little under the seven days that Graph allows for mail. What it answers counts. */
    private static final Duration WANTED = Duration.ofDays(7).minusHours(1);

    private static final Duration OVERLAP = Duration.ofHours(1);

    private final GraphSubscriptions subscriptions;
    private final GraphMail mails;
    private final PushUpkeep upkeep;
    private final NoticeQueue queue;
    private final PublicUrl url;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Renewals renewals;

    GraphCare(
            GraphSubscriptions subscriptions,
            GraphMail mails,
            PushUpkeep upkeep,
            NoticeQueue queue,
            PublicUrl url,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.mails = mails;
        this.upkeep = upkeep;
        this.queue = queue;
        this.url = url;
        this.clock = clock;
        this.renewals = new Renewals(clock);
    }

    @Override
    public Optional<String> hindrance() {
        return url.isGiven() ? Optional.empty() : Optional.of("no_public_url");
    }

    @Override
    public Listing listing() {
        return new GraphListing(mails);
    }

    @Override
    public void keep(Mailbox mailbox, List<PushChannel> channels, Map<UUID, Wish> wishes, boolean anew)
            throws MailboxAccessException {
        for (String folder : mailbox.folders()) {
            Optional<PushChannel> channel =
                    channels.stream().filter(c -> c.folder().equals(folder)).findFirst();
            Optional<Wish> wish = channel.flatMap(c -> Optional.ofNullable(wishes.get(c.id())));
            if (anew || channel.isEmpty() || wish.filter(Wish.RECREATE::equals).isPresent()) {
                make(mailbox, folder, channel, true);
            } else if (channel.get().subscription().isEmpty()) {
                make(mailbox, folder, channel, false);
            } else if (wish.isPresent() || renewals.isDue(channel.get())) {
                renew(mailbox, channel.get());
            }
        }
        for (PushChannel channel : channels) {
            if (!mailbox.folders().contains(channel.folder())) {
                end(mailbox, channel);
            }
        }
    }

    private void renew(Mailbox mailbox, PushChannel channel) throws MailboxAccessException {
        Optional<Subscribed> renewed = subscriptions.renew(
                mailbox, channel.subscription().orElseThrow(), clock.instant().plus(WANTED));
        if (renewed.isPresent()) {
            established(channel.id(), renewed.get());
        } else {
            make(mailbox, channel.folder(), Optional.of(channel), true);
        }
    }

    /** {@code replace}: what the channel names is to end, if it is there at all. */
    private void make(Mailbox mailbox, String named, Optional<PushChannel> before, boolean replace)
            throws MailboxAccessException {
        GraphMail.Folder folder = mails.folder(mailbox, named);
        for (Subscribed found : subscriptions.list(mailbox)) {
            if (!found.isTo((Connection.Graph) mailbox.connection(), folder) || !url.isOurs(found.notificationUrl())) {
                continue;
            }
            boolean same = before.isPresent()
                    && found.notificationUrl().endsWith(CHANNEL + before.get().id());
            if (same && !replace) {
                established(before.get().id(), found);
                reconcile(mailbox, before);
                return;
            }
            // Of a row that is lost or to be replaced: nobody knows its secret any more.
            subscriptions.delete(mailbox, found.id());
        }
        create(mailbox, named, folder, before);
    }

    private void create(Mailbox mailbox, String named, GraphMail.Folder folder, Optional<PushChannel> before)
            throws MailboxAccessException {
        Optional<String> unreachable = url.problem();
        if (unreachable.isPresent()) {
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT,
                    "public_url_unreachable",
                    "waybill.ingress.public-url " + unreachable.get(),
                    null,
                    null);
        }
        UUID channel = UUID.randomUUID();
        ClientState secret = ClientState.random(random);
        if (!upkeep.begin(channel, mailbox.id(), named, Optional.of(secret.hash()))) {
            return;
        }
        Subscribed made = subscriptions.create(
                mailbox,
                new Wanted(
                        folder,
                        URI.create(url.notifications() + CHANNEL + channel),
                        URI.create(url.lifecycle() + CHANNEL + channel),
                        secret.value(),
                        clock.instant().plus(WANTED)));
        established(channel, made);
        reconcile(mailbox, before);
    }

    private void established(UUID channel, Subscribed subscribed) {
        renewals.noteEstablished(channel, subscribed.expires());
        upkeep.established(channel, Optional.of(subscribed.id()), subscribed.expires());
    }

    private void end(Mailbox mailbox, PushChannel channel) throws MailboxAccessException {
        if (channel.subscription().isPresent()) {
            subscriptions.delete(mailbox, channel.subscription().get());
        }
        upkeep.remove(channel.id());
    }

    private void reconcile(Mailbox mailbox, Optional<PushChannel> before) {
        Instant since = before.flatMap(PushChannel::lastPush)
                .map(last -> last.minus(OVERLAP))
                .filter(last -> last.isAfter(mailbox.startAt()))
                .orElse(mailbox.startAt());
        queue.enqueue(List.of(
                new Notice(mailbox.id(), new Locator.Reconcile(Math.max(0, since.toEpochMilli()), "subscribed"))));
    }
}
