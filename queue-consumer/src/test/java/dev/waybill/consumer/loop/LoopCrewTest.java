package dev.waybill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.Await;
import dev.waybill.consumer.pace.SystemPace;
import dev.waybill.queue.Claim;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueContract;
import dev.waybill.queue.QueueUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopCrewTest {
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final LoopSettings SETTINGS =
            new LoopSettings("test", 16, LEASE, Duration.ofSeconds(1), Duration.ofMillis(10), 3, 3);

    private final UUID mailbox = UUID.randomUUID();
    private final InMemoryQueue queue = new InMemoryQueue(InstantSource.system());
    private final Queue<Journal.Step> steps = new ConcurrentLinkedQueue<>();
    private final QueueLink link = new QueueLink();
    private final Set<PointerId> handled = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;
    private LoopCrew crew;
    private LoopCrew.Hands hands;

    private void start(Handler handler) {
        crew = new LoopCrew(
                new LoopCrew.Queue(queue.claims(), queue.doorbell(), queue.upkeep(), link),
                () -> {
                    if (!open) {
                        new SystemPace().sleep(Duration.ofMillis(10));
                    }
                    return open;
                },
                h -> {
                    hands = h;
                    return handler;
                },
                steps::add,
                SETTINGS,
                new SystemPace());
        crew.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        queue.failWith(null);
        crew.stop(Duration.ofMillis(100));
    }

    private void enqueue(int count) {
        queue.producer().enqueue(Pointers.imaps(mailbox, count), Priority.LIVE);
    }

    private void ack(List<Flight> batch) {
        batch.forEach(f -> {
            handled.add(f.receipt().id());
            hands.settler().ack(f, Outcome.processed("ticket"));
        });
    }

    private boolean isEmpty() {
        var stats = queue.control().stats();
        return stats.waiting() + stats.ready() + stats.landing() + stats.inFlight() + stats.delayed() == 0;
    }

    private <T extends Journal.Step> List<T> steps(Class<T> type) {
        return steps.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void everythingIsHandledAndAcknowledged() {
        // Given
        start(this::ack);

        // When
        enqueue(200);

        // Then
        Await.until("the queue is empty", this::isEmpty);
        assertThat(handled).hasSize(200);
        assertThat(steps(Journal.Step.Started.class)).hasSize(200);
        Await.until("each is noted", () -> steps(Journal.Step.Acked.class).size() == 200);
        assertThat(link.problem()).isEmpty();
    }

    @Test
    void neverMoreInHandThanPlaces() {
        // Given
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(batch -> {
            most.accumulateAndGet(now.addAndGet(batch.size()), Math::max);
            new SystemPace().sleep(Duration.ofMillis(5));
            now.addAndGet(-batch.size());
            ack(batch);
        });

        // When
        for (int i = 0; i < 20; i++) {
            queue.producer().enqueue(Pointers.imaps(UUID.randomUUID(), 20), Priority.LIVE);
        }

        // Then
        Await.until("the queue is empty", this::isEmpty);
        assertThat(most.get()).isBetween(2, SETTINGS.places());
    }

    @Test
    void aPausedQueueIsNotClaimedAndGoesOnWhenResumed() {
        // Given
        queue.control().pause("test");
        start(this::ack);
        enqueue(10);

        // When
        queue.control().resume();

        // Then
        Await.until("the queue is empty", this::isEmpty);
        assertThat(handled).hasSize(10);
    }

    @Test
    void nothingIsClaimedWhileTheGateIsShut() {
        // Given
        open = false;
        start(this::ack);
        enqueue(10);
        Await.until("the loop runs", crew::isAlive);
        assertThat(queue.control().stats().inFlight()).isZero();

        // When
        open = true;

        // Then
        Await.until("the queue is empty", this::isEmpty);
        assertThat(handled).hasSize(10);
    }

    @Test
    void whatAHandlerLeavesIsDeferredAndCostsNoAttempt() {
        // Given
        start(batch -> {
            throw new IllegalStateException("a defect");
        });

        // When
        enqueue(3);

        // Then
        Await.until("all are deferred", () -> steps(Journal.Step.Deferred.class).size() == 3);
        assertThat(queue.control().stats().delayed()).isEqualTo(3);
        assertThat(steps(Journal.Step.Deferred.class))
                .extracting(d -> d.failure().reason())
                .containsOnly("handler_failed");
        assertThat(crew.isAlive()).isTrue();
    }

    @Test
    void aMailThatFailsIsDeadAfterItsAttempts() {
        // Given
        Set<PointerId> dead = new HashSet<>();
        start(batch -> batch.forEach(f -> hands.settler().retry(f, new Failure("processing_failed", "it hurts"))));
        crew.settler().onDead(dead::add);

        // When
        enqueue(1);

        // Then
        Await.until("it is dead", () -> queue.control().stats().dead() == 1);
        DeadLetter letter = QueueContract.dead(queue.deadLetters(), 1).getFirst();
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.reason()).isEqualTo("processing_failed");
        assertThat(steps(Journal.Step.Retried.class)).hasSize(2);
        Await.until("its row is asked for", () -> dead.contains(letter.id()));
    }

    @Test
    void anOutageOfRedisEndsNothing() {
        // Given
        start(this::ack);
        enqueue(20);
        Await.until("the queue is empty", this::isEmpty);

        // When
        queue.failWith(new QueueUnavailableException("claim", "Redis does not answer", new IOException("refused")));
        Await.until("the link says so", () -> link.problem().contains("Redis does not answer"));
        queue.failWith(null);
        queue.producer().enqueue(Pointers.imaps(UUID.randomUUID(), 20), Priority.LIVE);

        // Then
        Await.until("the queue is empty", this::isEmpty);
        Await.until("the link works", () -> link.problem().isEmpty());
        assertThat(handled).hasSize(40);
    }

    @Test
    void acknowledgementsAreSentAgainUntilRedisAnswers() {
        // Given
        start(batch -> {
            queue.failWith(new QueueUnavailableException("ack", "Redis does not answer", new IOException("refused")));
            ack(batch);
        });
        enqueue(5);
        Await.until("they are handled", () -> handled.size() == 5);
        Await.until("the outage is noticed", () -> !link.problem().isEmpty());

        // When
        queue.failWith(null);

        // Then
        Await.until("the queue is empty", this::isEmpty);
        Await.until("each is told", () -> steps(Journal.Step.Acked.class).size() == 5);
        assertThat(steps(Journal.Step.Stale.class)).isEmpty();
    }

    @Test
    void aHandlerThatHangsIsCutAtItsDeadlineAndItsMailCounts() {
        // Given
        CountDownLatch interrupted = new CountDownLatch(1);
        start(batch -> {
            Flight flight = batch.getFirst();
            java.util.Optional<Activity.Cut> cut;
            try (Activity activity = hands.watch().begin(Activity.Kind.PROCESS, batch, () -> {})) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                cut = activity.cut();
            }
            hands.settler()
                    .retry(
                            flight,
                            new Failure("handler_timeout", cut.orElseThrow().name()));
        });

        // When
        enqueue(1);

        // Then
        Await.until("the handler was interrupted", () -> interrupted.getCount() == 0);
        Await.until(
                "its mail is retried", () -> !steps(Journal.Step.Retried.class).isEmpty());
        assertThat(steps(Journal.Step.Retried.class).getFirst().failure().detail())
                .isEqualTo("DEADLINE");
        assertThat(crew.stuckHandlers()).isZero();
    }

    @Test
    void whatADeadConsumerHeldIsTakenOver() {
        // Given
        enqueue(8);
        Claim claim = queue.claims().claim(8, Duration.ofMillis(50), "dies", false);
        assertThat(claim).isInstanceOf(Claim.Taken.class);

        // When
        start(this::ack);

        // Then
        Await.until("the queue is empty", this::isEmpty);
        assertThat(handled).hasSize(8);
        assertThat(steps(Journal.Step.Reclaimed.class)).isNotEmpty();
    }

    @Test
    void stoppingReleasesWhatIsNotDoneAndNothingIsLost() throws InterruptedException {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        start(batch -> {
            try (Activity activity = hands.watch().begin(Activity.Kind.PROCESS, batch, () -> {})) {
                busy.countDown();
                new CountDownLatch(1).await();
            }
        });
        enqueue(4);
        busy.await();

        // When
        crew.stop(Duration.ofMillis(100));

        // Then
        var stats = queue.control().mailbox(mailbox);
        assertThat(stats.waiting()).isEqualTo(4);
        assertThat(stats.inFlight()).isZero();
        Claim.Taken next = (Claim.Taken) queue.claims().claim(8, LEASE, "next", false);
        assertThat(next.pointers())
                .allSatisfy(c -> assertThat(((dev.waybill.queue.Claimed.Valid) c).attempts())
                        .isZero());
    }

    @Test
    void stoppingWaitsForHandlersThatEndInTime() throws InterruptedException {
        // Given
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        start(batch -> {
            busy.countDown();
            go.await();
            ack(batch);
        });
        enqueue(4);
        busy.await();

        // When
        Thread.ofVirtual().start(go::countDown);
        crew.stop(Duration.ofSeconds(10));

        // Then
        assertThat(isEmpty()).isTrue();
        assertThat(handled).hasSize(4);
    }
}
