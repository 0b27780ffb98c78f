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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sorts a claimed batch: what this version does not understand, what the ledger knows already (one query for all), and the rest by
 * mailbox, for whoever resolves its kind. Discovery pointers are no mails and in no ledger.
 */
public final class PointerHandler implements Handler {
    private static final Backoff NOT_SUPPORTED = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final Duration UNKNOWN_POINTER = Duration.ofMinutes(5);
    private static final Duration UNKNOWN_POINTER_DIES = Duration.ofHours(24);
    private static final Duration UNKNOWN_MAILBOX = Duration.ofSeconds(10);
    private static final Duration LONGEST_UNKNOWN_MAILBOX = Duration.ofMinutes(5);

    private final ProcessedLedger ledger;
    private final MailboxLookup mailboxes;
    private final Resolvers resolvers;
    private final Answers answers;
    private final Pace pace;

    /** For those that do not tell their age. */
    private final Cache<PointerId, Instant> firstSeen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(UNKNOWN_POINTER_DIES.multipliedBy(2))
            .build();

    public PointerHandler(
            ProcessedLedger ledger, MailboxLookup mailboxes, Resolvers resolvers, Answers answers, Pace pace) {
        this.ledger = ledger;
        this.mailboxes = mailboxes;
        this.resolvers = resolvers;
        this.answers = answers;
        this.pace = pace;
    }

    private record Claim(Flight flight, Claimed.Valid claimed) {
        UUID mailbox() {
            return claimed.pointer().mailbox();
        }

        Optional<ProcessedLedger.Key> ledgerKey() {
            return MessageKey.of(claimed.pointer().locator())
                    .map(key -> new ProcessedLedger.Key(mailbox(), key.value()));
        }
    }

    @Override
    public void handle(List<Flight> batch) throws InterruptedException {
        List<Claim> claims = new ArrayList<>();
        for (Flight flight : batch) {
            switch (flight.claimed()) {
                case Claimed.Valid valid -> claims.add(new Claim(flight, valid));
                case Claimed.Unknown unknown -> unknown(flight, unknown);
                case Claimed.Broken broken -> answers.deadLetter(flight, "broken_pointer", broken.problem());
            }
        }
        List<Claim> fresh = withoutKnown(claims);
        Tasks tasks = new Tasks();
        byMailbox(fresh).forEach((mailbox, own) -> resolve(mailbox, own, tasks));
        tasks.await();
    }

    private void notSupported(Claim claim) {
        answers.defer(
                List.of(claim.flight()),
                NOT_SUPPORTED.spread(3),
                "provider_not_supported",
                "this version does not resolve pointers of kind "
                        + claim.claimed().pointer().locator().kind() + " in such a mailbox");
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

    private List<Claim> withoutKnown(List<Claim> claims) {
        Set<ProcessedLedger.Key> known;
        try {
            known = ledger.known(
                    claims.stream().flatMap(claim -> claim.ledgerKey().stream()).toList());
        } catch (DatabaseUnavailableException e) {
            answers.databaseAway(claims.stream().map(Claim::flight).toList(), e);
            return List.of();
        }
        List<Claim> fresh = new ArrayList<>();
        for (Claim claim : claims) {
            if (claim.ledgerKey().filter(known::contains).isPresent()) {
                answers.skipped(claim.flight(), "duplicate");
            } else {
                fresh.add(claim);
            }
        }
        return fresh;
    }

    private static Map<UUID, List<Claim>> byMailbox(List<Claim> claims) {
        Map<UUID, List<Claim>> groups = new LinkedHashMap<>();
        claims.forEach(c ->
                groups.computeIfAbsent(c.mailbox(), id -> new ArrayList<>()).add(c));
        return groups;
    }

    private void resolve(UUID id, List<Claim> claims, Tasks tasks) {
        List<Flight> flights = claims.stream().map(Claim::flight).toList();
        try {
            switch (mailboxes.find(id)) {
                case MailboxLookup.Found.Ready ready -> resolve(ready.mailbox(), claims, tasks);
                case MailboxLookup.Found.Paused paused -> answers.release(flights, "paused");
                case MailboxLookup.Found.Removed removed -> claims.forEach(this::removed);
                case MailboxLookup.Found.NotKnown unknown ->
                    answers.defer(
                            flights,
                            Backoff.jittered(unknownFor(claims)),
                            "mailbox_unknown",
                            "the registry does not know mailbox " + id);
            }
        } catch (RegistryUnavailableException e) {
            answers.databaseAway(flights, e);
        } catch (QueueException e) {
            answers.queueAway(flights, e);
        }
    }

    private void removed(Claim claim) {
        if (claim.ledgerKey().isPresent()) {
            answers.skip(claim.flight(), "", "source_unavailable:mailbox_removed", Map.of());
        } else {
            answers.skipped(claim.flight(), "source_unavailable:mailbox_removed");
        }
    }

    /** One that was added a moment ago is known soon; one that nobody ever adds is asked for ever more seldom. */
    private Duration unknownFor(List<Claim> claims) {
        long youngest = claims.stream()
                .mapToLong(c -> c.claimed().pointer().enqueuedAt())
                .max()
                .orElse(0);
        long half = (pace.now().toEpochMilli() - youngest) / 2;
        return Duration.ofMillis(Math.clamp(half, UNKNOWN_MAILBOX.toMillis(), LONGEST_UNKNOWN_MAILBOX.toMillis()));
    }

    private void resolve(Mailbox mailbox, List<Claim> claims, Tasks tasks) {
        Map<Resolver, List<Arrival>> work = new LinkedHashMap<>();
        for (Claim claim : claims) {
            Locator locator = claim.claimed().pointer().locator();
            Optional<Resolver> resolver = resolvers.of(mailbox, locator);
            if (resolver.isPresent()) {
                work.computeIfAbsent(resolver.get(), r -> new ArrayList<>()).add(new Arrival(claim.flight(), locator));
            } else {
                notSupported(claim);
            }
        }
        work.forEach((resolver, arrivals) -> resolver.resolve(mailbox, arrivals, tasks));
    }
}
