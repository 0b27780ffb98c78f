package dev.waybill.consumer.answer;

import dev.waybill.consumer.blob.BlobUnavailableException;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.ledger.Passage;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Outcome;
import dev.waybill.consumer.loop.Settler;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.TooLargeException;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Failure;
import dev.waybill.queue.QueueException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The one answer to each thing that may happen to a pointer. Failures are answered by their class: transient → defer, and from the
 * third in a row on hold the mailbox; throttled and credential → hold the mailbox; permanent → skip; the mail's own → retry, counted. What is done is only acknowledged behind its
 * commit.
 */
public final class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);
    private static final Duration DATABASE_AWAY = Duration.ofSeconds(2);
    private static final Duration QUEUE_AWAY = Duration.ofSeconds(2);
    private static final Backoff BLOBS_AWAY = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Settler settler;
    private final MailboxTroubles troubles;
    private final ProcessedLedger ledger;
    private final DatabaseGate gate;

    public Answers(Settler settler, MailboxTroubles troubles, ProcessedLedger ledger, DatabaseGate gate) {
        this.settler = settler;
        this.troubles = troubles;
        this.ledger = ledger;
        this.gate = gate;
    }

    public void processed(Flight flight, String effect) {
        settler.ack(flight, Outcome.processed(effect));
    }

    /** What a look at a mailbox found is in the queue. */
    public void looked(Flight flight) {
        settler.ack(flight, Outcome.looked());
    }

    /** Known already, or its row is written: nothing is added to the ledger. */
    public void skipped(Flight flight, String reason) {
        settler.ack(flight, Outcome.skipped(reason));
    }

    /** Writes the {@code skipped} row, then acknowledges. */
    public void skip(Flight flight, String tenant, String reason, Map<String, String> facts) {
        try {
            boolean written = ledger.skip(passage(flight, tenant), reason, facts);
            skipped(flight, written ? reason : "duplicate");
        } catch (DatabaseUnavailableException e) {
            databaseAway(List.of(flight), e);
        }
    }

    /** PostgreSQL is away: nothing more is claimed, and what is claimed comes back soon, uncounted. */
    public void databaseAway(Collection<Flight> flights, RuntimeException e) {
        gate.shut(e);
        settler.defer(
                flights,
                Backoff.jittered(DATABASE_AWAY),
                new Failure("database_unavailable", String.valueOf(e.getMessage())));
    }

    public void defer(Collection<Flight> flights, Duration delay, String reason, String detail) {
        settler.defer(flights, delay, new Failure(reason, detail));
    }

    public void release(Collection<Flight> flights, String why) {
        settler.release(flights, why);
    }

    public void deadLetter(Flight flight, String reason, String detail) {
        settler.deadLetter(flight, new Failure(reason, detail));
    }

    /** Work that was cut short. */
    public void cut(Collection<Flight> flights, Mailbox mailbox, Activity.Kind kind, Activity.Cut cut) {
        switch (cut) {
            case LEASE_LOST -> settler.release(flights, "lease_lost");
            case STOPPING -> settler.release(flights, "stopping");
            case DEADLINE -> {
                switch (kind) {
                    case RESOLVE -> {
                        String sentence = "The server of mailbox " + mailbox.address()
                                + " did not deliver in time; it is tried again";
                        rest(
                                flights,
                                troubles.unreachable(mailbox, "timeout", sentence),
                                new Failure("timeout", "the provider did not deliver in time"));
                    }
                    case PROCESS ->
                        flights.forEach(f -> settler.retry(
                                f, new Failure("handler_timeout", "processing the mail took longer than allowed")));
                }
            }
        }
    }

    /** Something failed with these pointers of one mailbox in hand. */
    public void failed(Collection<Flight> flights, Mailbox mailbox, Throwable failure) {
        switch (failure) {
            case MailboxAccessException e -> access(flights, mailbox, e);
            case DatabaseUnavailableException e -> databaseAway(flights, e);
            case QueueException e -> queueAway(flights, e);
            case RegistryUnavailableException e -> databaseAway(flights, e);
            case BlobUnavailableException e -> blobsAway(flights, e);
            case TooLargeException e ->
                flights.forEach(
                        f -> skip(f, mailbox.tenant(), "too_large", Map.of("detail", String.valueOf(e.getMessage()))));
            default -> {
                String where = where(failure);
                LOG.warnf("Processing %d pointers of mailbox %s failed: %s", flights.size(), mailbox.id(), where);
                LOG.debug("Processing failed", failure);
                flights.forEach(f -> settler.retry(f, new Failure("processing_failed", where)));
            }
        }
    }

    /** Redis did not take what was to be enqueued. */
    public void queueAway(Collection<Flight> flights, QueueException e) {
        settler.defer(flights, QUEUE_AWAY, new Failure("queue_unavailable", String.valueOf(e.getMessage())));
    }

    /** A look at a mailbox failed. It is no mail, so it is neither counted nor skipped: it comes back until it succeeds. */
    public void lookFailed(Flight flight, Mailbox mailbox, Throwable failure) {
        boolean answered = switch (failure) {
            case MailboxAccessException e ->
                switch (e.failureClass()) {
                    case TRANSIENT, THROTTLED, CREDENTIAL -> true;
                    case PERMANENT, MAIL -> false;
                };
            case DatabaseUnavailableException e -> true;
            case QueueException e -> true;
            default -> false;
        };
        if (answered) {
            failed(List.of(flight), mailbox, failure);
            return;
        }
        String where = failure instanceof MailboxAccessException e ? String.valueOf(e.getMessage()) : where(failure);
        LOG.warnf("Looking at mailbox %s failed: %s", mailbox.id(), where);
        LOG.debug("Looking failed", failure);
        rest(
                List.of(flight),
                troubles.unreachable(mailbox, "look_failed", "Looking for new mail failed: " + where),
                new Failure("look_failed", where));
    }

    /** What the provider grants is used up for the moment: the mailbox waits in its lane, which is no trouble of it. */
    public void paced(Flight flight, Mailbox mailbox, Duration pause) {
        held(
                List.of(flight),
                troubles.paced(mailbox, pause),
                new Failure("rate_limit", "the provider's rate is used up"));
    }

    private void access(Collection<Flight> flights, Mailbox mailbox, MailboxAccessException e) {
        if (isDatabase(e)) {
            databaseAway(flights, new DatabaseUnavailableException("reading a credential", e));
            return;
        }
        Failure failure = new Failure(e.reason(), String.valueOf(e.getMessage()));
        switch (e.failureClass()) {
            case TRANSIENT -> rest(flights, troubles.unreachable(mailbox, e.reason(), failure.detail()), failure);
            case THROTTLED -> held(flights, troubles.throttled(mailbox, e), failure);
            case CREDENTIAL -> held(flights, troubles.noCredential(mailbox, e), failure);
            case PERMANENT ->
                flights.forEach(f -> skip(
                        f, mailbox.tenant(), "source_unavailable:" + e.reason(), Map.of("detail", failure.detail())));
            case MAIL -> flights.forEach(f -> settler.retry(f, failure));
        }
    }

    /** Whether our own database kept us from the provider: credentials lie in it. */
    public static boolean isDatabase(Throwable failure) {
        return failure instanceof DatabaseUnavailableException || failure.getCause() instanceof SQLException;
    }

    /** In the lane of a mailbox that is held, so that all of them come back when it is not any more, however that came. */
    private void rest(Collection<Flight> flights, MailboxTroubles.Rest rest, Failure failure) {
        if (rest.held()) {
            settler.release(flights, failure.reason());
        } else {
            settler.defer(flights, rest.delay(), failure);
        }
    }

    /** A hold that did not reach Redis: defer, so that they do not come back at once. */
    private void held(Collection<Flight> flights, boolean held, Failure failure) {
        if (held) {
            settler.release(flights, failure.reason());
        } else {
            settler.defer(flights, Duration.ofSeconds(30), failure);
        }
    }

    private void blobsAway(Collection<Flight> flights, BlobUnavailableException e) {
        if (e.getCause() instanceof DatabaseUnavailableException database) {
            databaseAway(flights, database);
        } else {
            LOG.errorf("%s. %d pointers are deferred", e.getMessage(), flights.size());
            settler.defer(
                    flights,
                    BLOBS_AWAY.spread(3),
                    new Failure("blob_store_unavailable", String.valueOf(e.getMessage())));
        }
    }

    /** Class and place, never the message: a parser may quote the mail in it. */
    public static String where(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return failure.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    /** What the ledger keeps of the way of a pointer that this version understands. */
    public static Passage passage(Flight flight, String tenant) {
        if (!(flight.claimed() instanceof Claimed.Valid valid)) {
            throw new IllegalArgumentException(flight + " is no mail");
        }
        return new Passage(
                valid.pointer().mailbox(),
                tenant,
                MessageKey.of(valid.pointer().locator())
                        .orElseThrow(() -> new IllegalArgumentException(flight + " is no mail")),
                flight.receipt().id(),
                valid.attempts(),
                valid.crashes(),
                flight.receipt().token().value(),
                valid.pointer().enqueuedAt(),
                flight.claimedAt(),
                flight.traceId());
    }
}
