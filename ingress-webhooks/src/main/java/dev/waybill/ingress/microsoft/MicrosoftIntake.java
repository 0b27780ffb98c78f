package dev.waybill.ingress.microsoft;

import dev.waybill.ingress.push.LastPushes;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.ingress.push.UpkeepRequests;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushCopy;
import dev.waybill.queue.InvalidPointerException;
import dev.waybill.queue.Locator;
import dev.waybill.queue.QueueException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes a collection of Graph's notifications, of whatever subscriptions and tenants. Each proves itself by its subscription's client
 * state, against this process's copy of the channels: nothing is looked up over a network. Those that do not are counted and answered
 * as the others are, so that nobody learns which subscriptions there are. All pointers of a request travel in one round trip, and
 * nothing is accepted that is not in Redis; a crash before the answer makes Graph repeat the request, and its pointers coalesce.
 */
public final class MicrosoftIntake {
    private static final Logger LOG = Logger.getLogger(MicrosoftIntake.class);

    /** No subscription is older, and none can have been silent for longer without having been made anew. */
    private static final Duration OLDEST_GAP = Duration.ofDays(7);

    /** Notifications are late by minutes; what was noticed last is read once more. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final PushCopy channels;
    private final RegistryCopy registry;
    private final NoticeQueue queue;
    private final UpkeepRequests upkeep;
    private final LastPushes lastPushes;
    private final PushMetrics metrics;
    private final NotificationReader reader = new NotificationReader();
    private final AtomicBoolean refusing = new AtomicBoolean();

    public MicrosoftIntake(
            PushCopy channels,
            RegistryCopy registry,
            NoticeQueue queue,
            UpkeepRequests upkeep,
            LastPushes lastPushes,
            PushMetrics metrics) {
        this.channels = channels;
        this.registry = registry;
        this.queue = queue;
        this.upkeep = upkeep;
        this.lastPushes = lastPushes;
        this.metrics = metrics;
    }

    /** How a request is answered. */
    enum Answer {
        /** 202: what is genuine of it is in Redis. */
        TAKEN,
        /** 400: not a collection of notifications. */
        MALFORMED,
        /** 503: nothing is promised; Graph repeats it. */
        UNAVAILABLE
    }

    Answer take(byte[] body) {
        Optional<List<Notification>> notifications = reader.read(body);
        if (notifications.isEmpty()) {
            return Answer.MALFORMED;
        }
        if (!channels.loaded() || !registry.loaded()) {
            return Answer.UNAVAILABLE;
        }
        Batch batch = new Batch();
        notifications.get().forEach(batch::sort);
        return batch.hand();
    }

    /** One request's notifications, sorted by what they ask for. */
    private final class Batch {
        private final Instant now = lastPushes.now();
        private final List<Notice> notices = new ArrayList<>();
        private final Map<UUID, Wish> wishes = new HashMap<>();
        private final Set<UUID> pushed = new HashSet<>();
        private final Map<String, Integer> others = new HashMap<>();

        void sort(Notification notification) {
            switch (channels.authenticate(notification.subscriptionId(), notification.clientState())) {
                case PushCopy.Unknown unknown -> count("unknown_subscription");
                case PushCopy.Forged forged ->
                    count(notification.clientState().isEmpty() ? "no_client_state" : "client_state");
                case PushCopy.Authentic(PushChannel channel) -> {
                    if (registry.find(channel.mailbox()).isPresent()) {
                        genuine(channel, notification);
                    } else {
                        count("mailbox_removed");
                    }
                }
            }
        }

        private void genuine(PushChannel channel, Notification notification) {
            pushed.add(channel.id());
            switch (notification.lifecycleEvent()) {
                case "" -> changed(channel, notification);
                case "reauthorizationrequired" -> {
                    count("reauthorization_required");
                    wishes.putIfAbsent(channel.id(), Wish.RENEW);
                }
                case "subscriptionremoved" -> {
                    count("subscription_removed");
                    wishes.put(channel.id(), Wish.RECREATE);
                    reconcile(channel, "subscription_removed");
                }
                case "missed" -> {
                    count("missed");
                    reconcile(channel, "missed");
                }
                default -> {
                    count("unknown_event");
                    reconcile(channel, "unknown_event");
                }
            }
        }

        private void changed(PushChannel channel, Notification notification) {
            if (!notification.whole() || notification.messageId().isEmpty()) {
                unreadable(channel);
            } else if (notification.changeType().equals("created")) {
                try {
                    notices.add(new Notice(channel.mailbox(), new Locator.Graph(notification.messageId())));
                } catch (InvalidPointerException tooLong) {
                    unreadable(channel);
                }
            } else {
                // What we never subscribe to: a mail that changes or goes is no new one.
                count("other_change");
            }
        }

        /** It is genuine, so something happened in this mailbox: whoever compares it with the ledger finds what. */
        private void unreadable(PushChannel channel) {
            count("malformed");
            reconcile(channel, "unreadable_notification");
        }

        private void reconcile(PushChannel channel, String reason) {
            Instant since = channel.lastPush().map(last -> last.minus(OVERLAP)).orElse(now.minus(OLDEST_GAP));
            notices.add(new Notice(channel.mailbox(), new Locator.Reconcile(since.toEpochMilli(), reason)));
        }

        private void count(String outcome) {
            others.merge(outcome, 1, Integer::sum);
        }

        Answer hand() {
            try {
                if (!notices.isEmpty()) {
                    metrics.accepted(Provider.GRAPH, queue.enqueue(notices));
                }
                if (!wishes.isEmpty()) {
                    upkeep.ask(wishes);
                }
            } catch (QueueException e) {
                if (refusing.compareAndSet(false, true)) {
                    LOG.warnf("Notifications of Graph are answered with 503, it repeats them: %s", e.getMessage());
                }
                return Answer.UNAVAILABLE;
            }
            if (refusing.compareAndSet(true, false)) {
                LOG.info("Notifications of Graph are taken again");
            }
            others.forEach((outcome, times) -> metrics.noticed(Provider.GRAPH, outcome, times));
            pushed.forEach(lastPushes::note);
            return Answer.TAKEN;
        }
    }
}
