package dev.waybill.consumer.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Handler;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Locator;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Sorts a claimed batch: what this version does not understand, what the ledger knows already (one query for all), and the rest by
 * mailbox and folder, to be fetched together.
 */
public final class PointerHandler implements Handler {
    private static final Backoff NOT_SUPPORTED = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final Duration UNKNOWN_POINTER = Duration.ofMinutes(5);
    private static final Duration UNKNOWN_POINTER_DIES = Duration.ofHours(24);
    private static final Duration UNKNOWN_MAILBOX = Duration.ofSeconds(10);
    private static final Duration LONGEST_UNKNOWN_MAILBOX = Duration.ofMinutes(5);
    private static final Duration QUEUE_AWAY = Duration.ofSeconds(2);

    private final ProcessedLedger ledger;
    private final MailboxLookup mailboxes;
    private final ImapResolver imap;
    private final Answers answers;
    private final int fetchSet;
    private final Pace pace;

    /** For those that do not tell their age. */
    private final Cache<PointerId, Instant> firstSeen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(UNKNOWN_POINTER_DIES.multipliedBy(2))
            .build();

    /** {@code fetchSet}: mails fetched by one command at most; a batch of one folder uses a session for each set. */
    public PointerHandler(
            ProcessedLedger ledger,
            MailboxLookup mailboxes,
            ImapResolver imap,
            Answers answers,
            int fetchSet,
            Pace pace) {
        this.ledger = ledger;
        this.mailboxes = mailboxes;
        this.imap = imap;
        this.answers = answers;
        this.fetchSet = fetchSet;
        this.pace = pace;
    }

    private record Mail(Flight flight, Claimed.Valid claimed, MessageKey key) {
        ProcessedLedger.Key ledgerKey() {
            return new ProcessedLedger.Key(claimed.pointer().mailbox(), key.value());
        }
    }

    @Override
    public void handle(List<Flight> batch) throws InterruptedException {
        List<Mail> mails = new ArrayList<>();
        for (Flight flight : batch) {
            switch (flight.claimed()) {
                case Claimed.Valid valid -> mail(flight, valid, mails);
                case Claimed.Unknown unknown -> unknown(flight, unknown);
                case Claimed.Broken broken -> answers.deadLetter(flight, "broken_pointer", broken.problem());
            }
        }
        List<Mail> fresh = withoutKnown(mails);
        Tasks tasks = new Tasks();
        byMailbox(fresh).forEach((mailbox, own) -> resolve(mailbox, own, tasks));
        tasks.await();
    }

    /** Discovery comes with the providers that need it; until then such pointers wait. */
    private void mail(Flight flight, Claimed.Valid valid, List<Mail> mails) {
        MessageKey.of(valid.pointer().locator())
                .ifPresentOrElse(key -> mails.add(new Mail(flight, valid, key)), () -> notSupported(flight, valid));
    }

    private void notSupported(Flight flight, Claimed.Valid valid) {
        answers.defer(
                List.of(flight),
                NOT_SUPPORTED.spread(3),
                "provider_not_supported",
                "this version does not resolve pointers of kind "
                        + valid.pointer().locator().kind());
    }

    /** A rolling upgrade must not fill the DLQ; what nobody understands for a day is no upgrade. */
    private void unknown(Flight flight, Claimed.Unknown unknown) {
        Instant since = unknown.enqueuedAt() > 0
                ? Instant.ofEpochMilli(unknown.enqueuedAt())
                : firstSeen.get(flight.receipt().id(), id -> pace.now());
        Duration age = Duration.between(since, pace.now());
        if (age.compareTo(UNKNOWN_POINTER_DIES) > 0) {
            answers.deadLetter(flight, "unknown_pointer", unknown.problem());
        } else {
            answers.defer(List.of(flight), Backoff.jittered(UNKNOWN_POINTER), "unknown_pointer", unknown.problem());
        }
    }

    private List<Mail> withoutKnown(List<Mail> mails) {
        Set<ProcessedLedger.Key> known;
        try {
            known = ledger.known(mails.stream().map(Mail::ledgerKey).toList());
        } catch (DatabaseUnavailableException e) {
            answers.databaseAway(mails.stream().map(Mail::flight).toList(), e);
            return List.of();
        }
        List<Mail> fresh = new ArrayList<>();
        for (Mail mail : mails) {
            if (known.contains(mail.ledgerKey())) {
                answers.skipped(mail.flight(), "duplicate");
            } else {
                fresh.add(mail);
            }
        }
        return fresh;
    }

    private static Map<UUID, List<Mail>> byMailbox(List<Mail> mails) {
        Map<UUID, List<Mail>> groups = new LinkedHashMap<>();
        mails.forEach(m -> groups.computeIfAbsent(m.claimed().pointer().mailbox(), id -> new ArrayList<>())
                .add(m));
        return groups;
    }

    private void resolve(UUID id, List<Mail> mails, Tasks tasks) {
        List<Flight> flights = mails.stream().map(Mail::flight).toList();
        try {
            switch (mailboxes.find(id)) {
                case MailboxLookup.Found.Ready ready -> resolve(ready.mailbox(), mails, tasks);
                case MailboxLookup.Found.Paused paused -> answers.release(flights, "paused");
                case MailboxLookup.Found.Removed removed ->
                    mails.forEach(m -> answers.skip(m.flight(), "", "source_unavailable:mailbox_removed", Map.of()));
                case MailboxLookup.Found.NotKnown unknown ->
                    answers.defer(
                            flights,
                            Backoff.jittered(unknownFor(mails)),
                            "mailbox_unknown",
                            "the registry does not know mailbox " + id);
            }
        } catch (RegistryUnavailableException e) {
            answers.databaseAway(flights, e);
        } catch (QueueException e) {
            answers.defer(flights, QUEUE_AWAY, "queue_unavailable", String.valueOf(e.getMessage()));
        }
    }

    /** One that was added a moment ago is known soon; one that nobody ever adds is asked for ever more seldom. */
    private Duration unknownFor(List<Mail> mails) {
        long youngest = mails.stream()
                .mapToLong(m -> m.claimed().pointer().enqueuedAt())
                .max()
                .orElse(0);
        long half = (pace.now().toEpochMilli() - youngest) / 2;
        return Duration.ofMillis(Math.clamp(half, UNKNOWN_MAILBOX.toMillis(), LONGEST_UNKNOWN_MAILBOX.toMillis()));
    }

    private void resolve(Mailbox mailbox, List<Mail> mails, Tasks tasks) {
        List<FolderBatch.Arrival> arrivals = new ArrayList<>();
        for (Mail mail : mails) {
            switch (mail.claimed().pointer().locator()) {
                case Locator.Imap at -> arrivals.add(new FolderBatch.Arrival(mail.flight(), at));
                case Locator.Graph g -> notSupported(mail.flight(), mail.claimed());
                case Locator.Gmail g -> notSupported(mail.flight(), mail.claimed());
                case Locator.GmailHistory h -> notSupported(mail.flight(), mail.claimed());
                case Locator.Reconcile r -> notSupported(mail.flight(), mail.claimed());
            }
        }
        for (FolderBatch batch : FolderBatch.of(mailbox, arrivals, fetchSet)) {
            tasks.start("folder-" + mailbox.id(), () -> imap.resolve(batch, tasks));
        }
    }
}
