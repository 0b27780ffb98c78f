package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.push.PushState.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks after one mailbox at a time: its channels, and how its mail is noticed. While push works the mailbox is still listed now and
 * then. When such looks find mail three times in a row that no push told of, the mailbox is polled; a push that comes after all ends
 * that, and once a day what should push is made anew.
 */
final class MailboxCare {
    private static final Logger LOG = Logger.getLogger(MailboxCare.class);
    private static final String SILENT = "silent";
    private static final int SILENT_LOOKS = 3;

    /** Notifications are up to three minutes late. */
    private static final Duration LATE = Duration.ofMinutes(5);

    /** Lists are not strictly in order of time, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private static final Duration PROBE_AFTER = Duration.ofDays(1);

    private final UpkeepSettings times;
    private final InstantSource clock;
    private final Look look;
    /** The last push that a look knew of when it found later mail; of mailboxes that may be silent. */
    private final Map<UUID, Instant> suspected = new ConcurrentHashMap<>();

    MailboxCare(NoticeQueue queue, UpkeepSettings times, InstantSource clock) {
        this.look = new Look(queue);
        this.times = times;
        this.clock = clock;
    }

    /** What it came to; the same state if there was nothing to do. Wishes are fulfilled unless it failed. */
    PushState care(
            ChannelCare care, Mailbox mailbox, PushState state, List<PushChannel> channels, Map<UUID, Wish> wishes) {
        Instant now = clock.instant();
        if (state.nextTry().filter(now::isBefore).isPresent() && wishes.isEmpty()) {
            return state;
        }
        try {
            PushState next = keep(care, mailbox, state, channels, wishes);
            return listed(care, mailbox, next, lastPush(channels)).worked();
        } catch (MailboxAccessException e) {
            if (state.failures() == 0) {
                LOG.warnf("The push of mailbox %s cannot be looked after (%s)", mailbox.id(), e.reason());
            }
            return state.failed(String.valueOf(e.getMessage()), e.retryAfter(), now);
        }
    }

    private PushState keep(
            ChannelCare care, Mailbox mailbox, PushState state, List<PushChannel> channels, Map<UUID, Wish> wishes)
            throws MailboxAccessException {
        Instant now = clock.instant();
        Optional<String> hindrance = care.hindrance();
        if (hindrance.isPresent()) {
            return state.in(Mode.POLLING, hindrance.get(), now);
        }
        if (!state.reason().equals(SILENT)) {
            care.keep(mailbox, channels, wishes, false);
            return state.in(Mode.PUSH, "", now);
        }
        if (lastPush(channels).filter(state.since()::isBefore).isPresent()) {
            LOG.infof("Mailbox %s is pushed again", mailbox.id());
            return state.in(Mode.PUSH, "", now);
        }
        boolean probe = !now.isBefore(state.since().plus(PROBE_AFTER));
        care.keep(mailbox, channels, wishes, probe);
        // The mode begins anew, so that the next probe is a day away.
        return probe ? state.in(Mode.PUSH, "", now).in(Mode.POLLING, SILENT, now) : state;
    }

    private PushState listed(ChannelCare care, Mailbox mailbox, PushState state, Optional<Instant> lastPush)
            throws MailboxAccessException {
        Instant now = clock.instant();
        Duration interval = state.mode() == Mode.POLLING ? times.poll() : times.look();
        if (state.listedUntil()
                .filter(until -> now.isBefore(until.plus(interval)))
                .isPresent()) {
            return state;
        }
        Instant start = mailbox.startAt();
        Instant since =
                later(state.listedUntil().map(until -> until.minus(OVERLAP)).orElse(start), start);
        int found = look.enqueue(care.listing(), mailbox, since);
        PushState judged = state.mode() == Mode.PUSH ? silence(care, mailbox, state, lastPush, found > 0) : state;
        return judged.listed(now);
    }

    /**
     * Mail that is later than the last push proves nothing yet, for its push may be on the way. It does when the next look comes and
     * there was still no push.
     */
    private PushState silence(
            ChannelCare care, Mailbox mailbox, PushState state, Optional<Instant> lastPush, boolean anything)
            throws MailboxAccessException {
        Instant told = later(lastPush.orElse(state.since()), state.since());
        Instant before = suspected.remove(mailbox.id());
        boolean proved = told.equals(before);
        if (proved && state.silentLooks() + 1 >= SILENT_LOOKS) {
            LOG.warnf(
                    "Mailbox %s got mail that no push told of, %d times in a row: it is polled until a push comes",
                    mailbox.id(), SILENT_LOOKS);
            return state.in(Mode.POLLING, SILENT, clock.instant());
        }
        Instant unseen = later(told.plus(LATE), state.listedUntil().orElse(state.since()));
        if (anything && Look.isAnything(care.listing(), mailbox, unseen)) {
            suspected.put(mailbox.id(), told);
        }
        if (proved) {
            return state.looked(state.silentLooks() + 1);
        }
        boolean pushed = state.listedUntil().filter(told::isAfter).isPresent();
        return pushed ? state.looked(0) : state;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Optional<Instant> lastPush(List<PushChannel> channels) {
        return channels.stream().flatMap(channel -> channel.lastPush().stream()).max(Comparator.naturalOrder());
    }
}
