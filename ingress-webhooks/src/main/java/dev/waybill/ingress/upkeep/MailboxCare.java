package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.FailureClass;
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
 * that, and once a day what should push is made anew. A mailbox whose subscription or watch cannot be made is polled meanwhile, unless
 * its provider wants to be left alone. What failed is tried again later, and at once when the mailbox's configuration changed.
 */
final class MailboxCare {
    private static final Logger LOG = Logger.getLogger(MailboxCare.class);
    private static final String SILENT = "silent";
    private static final String NOT_MADE = "not_made";
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

    /** When a mailbox is listed next that nothing pushes, while what should push it waits for its next try. */
    private final Map<UUID, Instant> polls = new ConcurrentHashMap<>();

    /** With which version of its configuration a mailbox failed. */
    private final Map<UUID, Long> failures = new ConcurrentHashMap<>();

    MailboxCare(NoticeQueue queue, UpkeepSettings times, InstantSource clock) {
        this.look = new Look(queue);
        this.times = times;
        this.clock = clock;
    }

    /** What it came to; the same state if there was nothing to do. Wishes are fulfilled unless it failed. */
    PushState care(
            ChannelCare care, Mailbox mailbox, PushState state, List<PushChannel> channels, Map<UUID, Wish> wishes) {
        if (waits(mailbox, state) && wishes.isEmpty()) {
            return meanwhile(care, mailbox, state);
        }
        PushState kept;
        try {
            kept = keep(care, mailbox, state, channels, wishes);
        } catch (MailboxAccessException e) {
            PushState failed = failed(mailbox, state, e);
            if (isPushed(channels) || mayNotBeAsked(e)) {
                return failed;
            }
            polls.put(mailbox.id(), clock.instant());
            return meanwhile(care, mailbox, failed.in(Mode.POLLING, NOT_MADE, clock.instant()));
        }
        try {
            PushState worked = listed(care, mailbox, kept, lastPush(channels), interval(kept))
                    .worked();
            failures.remove(mailbox.id());
            polls.remove(mailbox.id());
            return worked;
        } catch (MailboxAccessException e) {
            return failed(mailbox, state, e);
        }
    }

    private boolean waits(Mailbox mailbox, PushState state) {
        boolean early = state.nextTry().filter(clock.instant()::isBefore).isPresent();
        long version = failures.getOrDefault(mailbox.id(), mailbox.version());
        return early && version == mailbox.version();
    }

    private PushState failed(Mailbox mailbox, PushState state, MailboxAccessException e) {
        if (state.failures() == 0) {
            LOG.warnf("The push of mailbox %s cannot be looked after (%s)", mailbox.id(), e.reason());
        }
        failures.put(mailbox.id(), mailbox.version());
        polls.remove(mailbox.id());
        boolean outage = e.failureClass() == FailureClass.TRANSIENT;
        return state.failed(String.valueOf(e.getMessage()), outage, e.retryAfter(), clock.instant());
    }

    private boolean isPushed(List<PushChannel> channels) {
        Instant now = clock.instant();
        return !channels.isEmpty()
                && channels.stream()
                        .allMatch(channel ->
                                channel.expires().filter(now::isBefore).isPresent());
    }

    /** A list would only fail as well, or come too early. */
    private static boolean mayNotBeAsked(MailboxAccessException e) {
        return switch (e.failureClass()) {
            case THROTTLED, CREDENTIAL -> true;
            case TRANSIENT, PERMANENT, MAIL -> false;
        };
    }

    /** Lists a mailbox that nothing pushes and that waits for the next try. */
    private PushState meanwhile(ChannelCare care, Mailbox mailbox, PushState state) {
        Instant now = clock.instant();
        Instant due = polls.get(mailbox.id());
        if (due == null || now.isBefore(due)) {
            return state;
        }
        polls.put(mailbox.id(), now.plus(times.poll()));
        try {
            return listed(care, mailbox, state, Optional.empty(), times.poll());
        } catch (MailboxAccessException e) {
            if (mayNotBeAsked(e)) {
                polls.remove(mailbox.id());
            }
            return state;
        }
    }

    private Duration interval(PushState state) {
        return state.mode() == Mode.POLLING ? times.poll() : times.look();
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

    private PushState listed(
            ChannelCare care, Mailbox mailbox, PushState state, Optional<Instant> lastPush, Duration interval)
            throws MailboxAccessException {
        Instant now = clock.instant();
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
