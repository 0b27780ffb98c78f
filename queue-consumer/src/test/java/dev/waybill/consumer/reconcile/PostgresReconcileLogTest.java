package dev.waybill.consumer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.Pointers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresReconcileLogTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static AgendaDatabase world;

    @BeforeAll
    static void make() {
        world = new AgendaDatabase();
    }

    @BeforeEach
    void empty() {
        world.empty();
    }

    @Test
    void aComparisonIsToldFromItsBeginningToItsEnd() {
        // Given
        UUID mailbox = world.settled("imap");
        FolderReport inbox = new FolderReport("INBOX", 10, 6, 1, 1, 2, 2);
        ReconcileReport report = new ReconcileReport(
                List.of(inbox, new FolderReport("A\u0000b\uD800", 1, 1, 0, 0, 0, 0)),
                List.of(
                        Pointers.imap(mailbox, 7).id(),
                        Pointers.imap(mailbox, 8).id()),
                Optional.empty());

        // When
        world.log.started(mailbox, "operator");
        world.log.progressed(mailbox, 5);
        ReconcileState during = world.log.find(mailbox).orElseThrow();
        world.log.finished(mailbox, report);
        ReconcileState after = world.log.find(mailbox).orElseThrow();

        // Then
        assertThat(during.running()).isTrue();
        assertThat(during.reason()).isEqualTo("operator");
        assertThat(during.progress()).isEqualTo(5);
        assertThat(during.lastReport()).isEmpty();
        assertThat(after.running()).isFalse();
        assertThat(after.ended()).isEqualTo(1);
        assertThat(after.problem()).isEmpty();
        assertThat(after.wholeAt()).isNotNull();
        assertThat(after.lastReport().orElseThrow().folders()).hasSize(2).contains(inbox);
        assertThat(after.lastReport().orElseThrow().missing()).isEqualTo(report.missing());
    }

    @Test
    void aMailboxThatTheAgendaDoesNotKnowIsRememberedToo() {
        // Given
        UUID mailbox = world.mailbox("graph");
        world.database.run("update mailbox set tenant = 'acme' where id = '" + mailbox + "'");

        // When
        world.log.started(mailbox, "missed");
        world.log.finished(mailbox, report(0, Optional.of(NOON)));

        // Then
        assertThat(world.log.completeAt(mailbox)).contains(NOON);
        assertThat(world.of(mailbox, "tenant")).isEqualTo("acme");
        assertThat(world.log.completeAt(UUID.randomUUID())).isEmpty();
    }

    @Test
    void whatIsCompleteOnlyMovesForward() {
        // Given
        UUID mailbox = world.settled("gmail");
        end(mailbox, report(0, Optional.of(NOON)));

        // When
        end(mailbox, report(3, Optional.empty()));
        end(mailbox, report(0, Optional.of(NOON.minusSeconds(60))));

        // Then
        assertThat(world.log.completeAt(mailbox)).contains(NOON);
        end(mailbox, report(0, Optional.of(NOON.plusSeconds(60))));
        assertThat(world.log.completeAt(mailbox)).contains(NOON.plusSeconds(60));
    }

    @Test
    void aClockThatIsAheadMakesNothingCompleteThatIsStillToCome() {
        // Given
        UUID mailbox = world.settled("gmail");
        Instant ahead = Instant.now().plusSeconds(3_600);

        // When
        end(mailbox, report(0, Optional.of(ahead)));

        // Then
        ReconcileState state = world.log.find(mailbox).orElseThrow();
        assertThat(state.completeAt()).isEqualTo(state.startedAt());
        assertThat(state.completeAt()).isBefore(ahead.minusSeconds(3_000));
    }

    @Test
    void aFailureKeepsTheLastReport() {
        // Given
        UUID mailbox = world.settled("imap");
        end(mailbox, report(0, Optional.of(NOON)));

        // When
        world.log.started(mailbox, "schedule");
        world.log.failed(mailbox, "the server\u0000 is away");
        ReconcileState state = world.log.find(mailbox).orElseThrow();

        // Then
        assertThat(state.running()).isFalse();
        assertThat(state.ended()).isEqualTo(2);
        assertThat(state.problem()).isEqualTo("the server is away");
        assertThat(state.lastReport()).isPresent();
        assertThat(state.wholeAt()).isBefore(state.endedAt());
        end(mailbox, report(0, Optional.empty()));
        assertThat(world.log.find(mailbox).orElseThrow().problem()).isEmpty();
    }

    @Test
    void aComparisonThatFailsByItselfIsCountedUntilOneIsCarriedOut() {
        // Given
        UUID mailbox = world.settled("graph");
        world.log.started(mailbox, "schedule");
        world.log.putOff(mailbox, "it does not list");
        world.log.started(mailbox, "schedule");
        world.log.failed(mailbox, "it is away");

        // When
        world.log.started(mailbox, "schedule");
        int second = world.log.putOff(mailbox, "it does not list");
        ReconcileState state = world.log.find(mailbox).orElseThrow();
        end(mailbox, report(0, Optional.empty()));
        int afterSuccess = world.log.putOff(mailbox, "it does not list");

        // Then
        assertThat(second).isEqualTo(2);
        assertThat(state.running()).isFalse();
        assertThat(state.problem()).isEqualTo("it does not list");
        assertThat(afterSuccess).isEqualTo(1);
        assertThat(world.log.putOff(UUID.randomUUID(), "gone")).isEqualTo(1);
    }

    @Test
    void whatWasMissingIsLookedForAgainSoonAndOnlyOnce() {
        // Given
        UUID mailbox = world.settled("imap");

        // When
        end(mailbox, report(3, Optional.empty()));

        // Then
        assertThat(world.of(
                        mailbox,
                        "due_reason, due_at between now() + interval '50 seconds' and now() + interval '1 minute'"))
                .isEqualTo("verify|t");
        world.set(mailbox, "due_at = now() + interval '10 minutes', due_reason = 'schedule'");
        end(mailbox, report(3, Optional.empty()));
        assertThat(world.of(mailbox, "due_reason, due_at > now() + interval '9 minutes'"))
                .isEqualTo("schedule|t");
    }

    @Test
    void theProofTellsWhatIsMissingAndWhatWasNotComparedForLong() {
        // Given
        UUID well = world.settled("imap");
        UUID losing = world.settled("graph");
        UUID never = world.settled("gmail");
        UUID paused = world.settled("imap");
        end(well, report(0, Optional.empty()));
        end(losing, report(4, Optional.empty()));
        end(paused, report(9, Optional.empty()));
        world.database.run("update mailbox set created_at = now() - interval '2 hours' where id = '" + never + "'");
        world.database.run("update mailbox set paused = true where id = '" + paused + "'");

        // When
        List<ReconcileStates.Proof> proofs = world.log.proofs(2);
        double oldest = world.log.oldestSeconds();

        // Then
        assertThat(proofs).extracting(ReconcileStates.Proof::mailbox).containsExactly(losing, never);
        assertThat(proofs.getFirst().missing()).isEqualTo(4);
        assertThat(oldest).isBetween(7_200.0, 7_260.0);
    }

    private static void end(UUID mailbox, ReconcileReport report) {
        world.log.started(mailbox, "schedule");
        world.log.finished(mailbox, report);
    }

    private static ReconcileReport report(long missing, Optional<Instant> completeAt) {
        return new ReconcileReport(
                List.of(new FolderReport("INBOX", 10 + missing, 10, 0, 0, missing, missing)), List.of(), completeAt);
    }
}
