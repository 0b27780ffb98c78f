package dev.waybill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.queue.Claim;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseHeartbeatTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final LoopSettings SETTINGS =
            new LoopSettings("test", 16, LEASE, Duration.ofMinutes(1), Duration.ofSeconds(2), 5, 3);

    private final InMemoryQueue queue = new InMemoryQueue();
    private final SteppedPace pace = new SteppedPace();
    private final HeldClaims held = new HeldClaims();
    private final List<Journal.Step> steps = new ArrayList<>();
    private final AckCollector acks = new AckCollector(queue.claims(), held, steps::add, new QueueLink(), pace);
    private final Settler settler = new Settler(queue.claims(), held, acks, steps::add, SETTINGS, pace);
    private final DeadlineWatch watch = new DeadlineWatch(Duration.ofMinutes(1), settler, pace);
    private final LeaseHeartbeat heartbeat = new LeaseHeartbeat(queue.claims(), held, watch, steps::add, LEASE, pace);
    private Flight flight;

    @BeforeEach
    void claim() {
        queue.producer().enqueue(List.of(Pointers.imap(UUID.randomUUID(), 1)), Priority.LIVE);
        Claim.Taken taken = (Claim.Taken) queue.claims().claim(1, LEASE, "test", false);
        flight = new Flight(taken.pointers().getFirst(), pace.now(), () -> {});
        held.add(taken.token(), List.of(flight), pace.nanos() + LEASE.toNanos());
    }

    private void passes(Duration time) {
        pace.step(time);
        queue.advance(time);
    }

    @Test
    void aHeldClaimLivesAsLongAsItsHeartbeat() {
        for (int beat = 0; beat < 10; beat++) {
            passes(LEASE.dividedBy(3));
            assertThat(heartbeat.beat()).isTrue();
        }
        assertThat(queue.upkeep().reclaim(10, 3).pointers()).isZero();
        assertThat(flight.isLost()).isFalse();
    }

    @Test
    void aClaimThatSomebodyTookBackIsLostAndItsHandlerIsCut() {
        // Given
        passes(LEASE.plusSeconds(1));
        assertThat(queue.upkeep().reclaim(10, 3).pointers()).isEqualTo(1);
        try (Activity activity = watch.begin(Activity.Kind.PROCESS, List.of(flight), () -> {})) {
            // When
            heartbeat.beat();

            // Then
            assertThat(activity.cut()).contains(Activity.Cut.LEASE_LOST);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(flight.isLost()).isTrue();
        assertThat(steps).contains(new Journal.Step.LeaseLost(flight));
    }

    @Test
    void aLeaseThatCannotBeExtendedEndsByOurOwnClock() {
        // Given
        queue.failWith(new QueueUnavailableException("extend", "Redis does not answer", new IOException("refused")));

        // When
        passes(LEASE.minusSeconds(1));
        boolean answered = heartbeat.beat();
        boolean early = flight.isLost();
        passes(Duration.ofSeconds(1));
        heartbeat.beat();

        // Then
        assertThat(answered).isFalse();
        assertThat(early).isFalse();
        assertThat(flight.isLost()).isTrue();
    }

    @Test
    void aSettledClaimIsNotReportedAsLost() {
        // Given
        queue.claims().ack(List.of(flight.receipt()));
        held.close(flight);

        // When
        heartbeat.beat();

        // Then
        assertThat(steps).isEmpty();
    }

    @Test
    void aLostPointerIsSettledByNobody() {
        // Given
        held.lose(flight.receipt().token());

        // When
        settler.release(List.of(flight), "stopping");

        // Then
        assertThat(steps).containsExactly(new Journal.Step.Stale(flight, "release", true));
        assertThat(queue.control().stats().inFlight()).isEqualTo(1);
    }

    @Test
    void theSecondDecisionChangesNothing() {
        // Given
        settler.release(List.of(flight), "first");

        // When
        settler.retry(flight, new dev.waybill.queue.Failure("second", ""));
        settler.ack(flight, Outcome.processed("ticket"));

        // Then
        assertThat(steps).containsExactly(new Journal.Step.Released(flight, "first"));
        assertThat(queue.control().stats().delayed()).isZero();
    }

    @Test
    void aHandlerThatDoesNotHearItsInterruptIsGivenUp() {
        // Given
        try (Activity activity = watch.begin(Activity.Kind.PROCESS, List.of(flight), () -> {})) {
            pace.step(Duration.ofMinutes(1));
            watch.check();
            assertThat(activity.cut()).contains(Activity.Cut.DEADLINE);
            assertThat(flight.isSettled()).isFalse();

            // When
            pace.step(Duration.ofSeconds(11));
            watch.check();
            watch.check();

            // Then
            assertThat(watch.stuck()).isEqualTo(1);
            assertThat(flight.isSettled()).isTrue();
            assertThat(queue.control().stats().delayed()).isEqualTo(1);
        }
        assertThat(watch.stuck()).isZero();
    }

    @Test
    void progressRenewsTheDeadlineButNotForEver() {
        // Given
        try (Activity activity = watch.begin(Activity.Kind.RESOLVE, List.of(flight), () -> {})) {
            // When
            for (int minute = 0; minute < 11; minute++) {
                pace.step(Duration.ofSeconds(50));
                activity.progress();
                watch.check();
                assertThat(activity.cut()).isEmpty();
            }
            pace.step(Duration.ofSeconds(51));
            watch.check();

            // Then
            assertThat(activity.cut()).contains(Activity.Cut.DEADLINE);
        }
    }
}
