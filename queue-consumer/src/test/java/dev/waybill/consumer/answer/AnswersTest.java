package dev.waybill.consumer.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.blob.BlobUnavailableException;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ledger.Passage;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.ledger.ProcessedMail;
import dev.waybill.consumer.ledger.Recorded;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.TestCrew;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Pointers;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each failure class has one answer. */
class AnswersTest {
    private final InMemoryQueue queue = new InMemoryQueue();
    private final SteppedPace pace = new SteppedPace();
    private final List<Journal.Step> steps = new ArrayList<>();
    private final TestCrew crew = new TestCrew(queue, steps::add, pace);
    private final FakeLedger ledger = new FakeLedger();
    private final DatabaseGate gate = new DatabaseGate(() -> {});
    private final MailboxTroubles troubles = new MailboxTroubles(queue.holds(), new SilentHealth(), steps::add, pace);
    private final Answers answers = new Answers(crew.settler(), troubles, ledger, gate);
    private final Mailbox mailbox = new Mailbox(
            UUID.randomUUID(),
            "default",
            "a@example.com",
            new Connection.Imap("localhost", 143, Connection.Security.NONE, "user"),
            List.of("INBOX"),
            Instant.EPOCH,
            false,
            new AfterProcessing.Keep(),
            1);
    private List<Flight> flights;

    @BeforeEach
    void claim() throws InterruptedException {
        gate.tryOpen();
        flights = crew.claim(Pointers.imaps(mailbox.id(), 2));
    }

    private void fail(Throwable failure) {
        answers.failed(flights, mailbox, failure);
    }

    private static MailboxAccessException access(FailureClass failureClass, @Nullable Duration retryAfter) {
        return new MailboxAccessException(failureClass, "reason", "a sentence", retryAfter, null);
    }

    @Test
    void transientIsDeferredAndCountsNothing() {
        fail(access(FailureClass.TRANSIENT, null));

        assertThat(queue.control().stats().delayed()).isEqualTo(2);
        assertThat(steps).filteredOn(Journal.Step.Deferred.class::isInstance).hasSize(2);
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void aMailboxThatFailsAgainAndAgainIsHeldAndItsPointersWaitInTheirLane() {
        // Given
        for (int i = 0; i < 2; i++) {
            pace.step(troubles.unreachable(mailbox, "connect_failed", "no connection")
                    .delay());
        }

        // When
        fail(access(FailureClass.TRANSIENT, null));

        // Then
        assertThat(queue.holds().held()).hasSize(1);
        assertThat(queue.control().mailbox(mailbox.id()).waiting()).isEqualTo(2);
        assertThat(queue.control().stats().delayed()).isZero();
    }

    @Test
    void throttledHoldsTheMailboxAndItsPointersWaitInTheirLane() {
        fail(access(FailureClass.THROTTLED, Duration.ofSeconds(30)));

        assertThat(queue.holds().held()).hasSize(1);
        assertThat(queue.control().mailbox(mailbox.id()).waiting()).isEqualTo(2);
        assertThat(queue.control().stats().delayed()).isZero();
    }

    @Test
    void aRefusedCredentialHoldsTheMailbox() {
        fail(access(FailureClass.CREDENTIAL, null));

        assertThat(queue.holds().held()).hasSize(1);
        assertThat(queue.control().mailbox(mailbox.id()).waiting()).isEqualTo(2);
    }

    @Test
    void permanentIsSkippedWithItsReason() {
        fail(access(FailureClass.PERMANENT, null));
        crew.sendAcks();

        assertThat(ledger.skipped).containsExactly("source_unavailable:reason", "source_unavailable:reason");
        assertThat(queue.control().stats().inFlight()).isZero();
    }

    @Test
    void theMailsOwnFailureIsRetriedAndCounts() {
        fail(new IllegalStateException("it hurts"));

        assertThat(steps)
                .filteredOn(Journal.Step.Retried.class::isInstance)
                .extracting(s -> ((Journal.Step.Retried) s).failure().reason())
                .containsExactly("processing_failed", "processing_failed");
        assertThat(steps).extracting(Object::toString).noneMatch(s -> s.contains("it hurts"));
    }

    @Test
    void aDatabaseThatIsAwayShutsTheGateAndCountsNothing() {
        fail(new DatabaseUnavailableException("recording", new SQLException("gone")));

        assertThat(gate.isOpen()).isFalse();
        assertThat(queue.control().stats().delayed()).isEqualTo(2);
    }

    @Test
    void aCredentialThatOurDatabaseKeptIsNoFaultOfTheMailbox() {
        fail(new MailboxAccessException(
                FailureClass.TRANSIENT, "server_error", "PostgreSQL does not answer", null, new SQLException("gone")));

        assertThat(gate.isOpen()).isFalse();
        assertThat(steps)
                .filteredOn(Journal.Step.Deferred.class::isInstance)
                .extracting(s -> ((Journal.Step.Deferred) s).failure().reason())
                .containsOnly("database_unavailable");
    }

    @Test
    void aFullBlobStoreIsTheWorldsFailure() {
        fail(new BlobUnavailableException("the disk is full", new IOException("No space left on device")));

        assertThat(gate.isOpen()).isTrue();
        assertThat(queue.control().stats().delayed()).isEqualTo(2);
    }

    @Test
    void aMailThatIsTooLargeIsSkipped() {
        fail(new TooLargeException(10));

        assertThat(ledger.skipped).containsExactly("too_large", "too_large");
    }

    @Test
    void aSkipThatCannotBeWrittenIsNotAcknowledged() {
        // Given
        ledger.failure = new DatabaseUnavailableException("skipping", new SQLException("gone"));

        // When
        answers.skip(flights.getFirst(), "default", "too_large", Map.of());

        // Then
        assertThat(queue.control().stats().delayed()).isEqualTo(1);
        assertThat(gate.isOpen()).isFalse();
    }

    @Test
    void aProviderThatTakesTooLongIsDeferredAndAMailThatDoesIsCounted() {
        answers.cut(List.of(flights.get(0)), mailbox, Activity.Kind.RESOLVE, Activity.Cut.DEADLINE);
        answers.cut(List.of(flights.get(1)), mailbox, Activity.Kind.PROCESS, Activity.Cut.DEADLINE);

        assertThat(steps).filteredOn(Journal.Step.Deferred.class::isInstance).hasSize(1);
        assertThat(steps).filteredOn(Journal.Step.Retried.class::isInstance).hasSize(1);
    }

    private static final class FakeLedger implements ProcessedLedger {
        private final List<String> skipped = new ArrayList<>();
        private @Nullable RuntimeException failure;

        @Override
        public Set<Key> known(Collection<Key> keys) {
            return Set.of();
        }

        @Override
        public Recorded record(ProcessedMail mail) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean skip(Passage passage, String reason, Map<String, String> facts) {
            if (failure != null) {
                throw failure;
            }
            skipped.add(reason);
            return true;
        }
    }
}
