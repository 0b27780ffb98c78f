package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.InvalidPointerException;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SharedTripsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final UUID mailbox = UUID.randomUUID();
    private final Harbour harbour = new Harbour();
    private final SharedTrips trips = new SharedTrips(harbour, PATIENCE, 1_000);

    /** Redis, which answers a trip when it is let. */
    private static final class Harbour implements PointerTrip {
        private final BlockingQueue<List<Pointer>> begun = new LinkedBlockingQueue<>();
        private final List<List<Pointer>> ended = new CopyOnWriteArrayList<>();
        private final Semaphore gate = new Semaphore(0);
        private volatile Predicate<List<Pointer>> full = trip -> false;
        private volatile Predicate<List<Pointer>> broken = trip -> false;
        private volatile boolean away;

        @Override
        public Enqueue.Accepted make(List<Pointer> pointers) {
            begun.add(pointers);
            gate.acquireUninterruptibly();
            if (away) {
                throw new QueueUnavailableException("enqueue", "gone");
            }
            if (broken.test(pointers)) {
                throw new InvalidPointerException("pointer", "cannot be stored");
            }
            if (full.test(pointers)) {
                throw new QueueFullException("enqueue", new IllegalStateException("OOM"));
            }
            ended.add(pointers);
            return new Enqueue.Accepted(pointers.size(), 0, 0, 0);
        }
    }

    private CompletableFuture<Enqueue.Accepted> push(SharedTrips by, List<Pointer> pointers) {
        CompletableFuture<Enqueue.Accepted> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(by.make(pointers));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** A trip is under way, and these wait for the next, in this order. */
    private List<CompletableFuture<Enqueue.Accepted>> waiting(SharedTrips by, List<List<Pointer>> pushes)
            throws InterruptedException {
        List<CompletableFuture<Enqueue.Accepted>> answers = new ArrayList<>();
        answers.add(push(by, List.of(pointer(1_000))));
        harbour.begun.take();
        int expected = 0;
        for (List<Pointer> push : pushes) {
            answers.add(push(by, push));
            expected += push.size();
            int waiting = expected;
            Eventually.until("it waits", () -> by.waiting() == waiting);
        }
        return answers;
    }

    private Pointer pointer(int uid) {
        return Pointers.imap(mailbox, uid);
    }

    private List<List<Pointer>> singles(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(uid -> List.of(pointer(uid)))
                .toList();
    }

    private static Throwable failure(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(10, TimeUnit.SECONDS);
            throw new AssertionError("it was accepted");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void pushesThatComeDuringATripShareTheNextInTheirOrder() throws Exception {
        // Given
        List<CompletableFuture<Enqueue.Accepted>> answers = waiting(trips, singles(5));
        // When
        harbour.gate.release(2);
        // Then
        for (CompletableFuture<Enqueue.Accepted> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(new Enqueue.Accepted(1, 0, 0, 0));
        }
        assertThat(harbour.ended)
                .containsExactly(
                        List.of(pointer(1_000)),
                        IntStream.rangeClosed(1, 5).mapToObj(this::pointer).toList());
    }

    @Test
    void nobodyIsAnsweredBeforeRedisHasTheirPointers() throws Exception {
        // Given
        List<CompletableFuture<Enqueue.Accepted>> answers = waiting(trips, singles(2));
        // When
        harbour.gate.release();
        harbour.begun.take();
        // Then
        assertThat(answers.get(0).get(10, TimeUnit.SECONDS).queued()).isEqualTo(1);
        assertThat(answers.subList(1, 3)).noneMatch(CompletableFuture::isDone);
        harbour.gate.release();
        assertThat(answers.get(2).get(10, TimeUnit.SECONDS).queued()).isEqualTo(1);
    }

    @Test
    void pointerThatCannotBeStoredFailsItsOwnPushOnly() throws Exception {
        // Given
        List<CompletableFuture<Enqueue.Accepted>> answers = waiting(trips, singles(3));
        harbour.broken = trip -> trip.contains(pointer(2));
        // When
        harbour.gate.release(10);
        // Then
        assertThat(failure(answers.get(2))).isInstanceOf(InvalidPointerException.class);
        assertThat(answers.get(1).get(10, TimeUnit.SECONDS).queued()).isEqualTo(1);
        assertThat(answers.get(3).get(10, TimeUnit.SECONDS).queued()).isEqualTo(1);
    }

    @Test
    void fullRedisRefusesOnlyWhatItWouldRefuseAlone() throws Exception {
        // Given
        List<CompletableFuture<Enqueue.Accepted>> answers = waiting(trips, singles(3));
        harbour.full = trip -> trip.contains(pointer(1));
        // When
        harbour.gate.release(10);
        // Then
        assertThat(failure(answers.get(1))).isInstanceOf(QueueFullException.class);
        assertThat(answers.get(2).get(10, TimeUnit.SECONDS).queued()).isEqualTo(1);
        assertThat(answers.get(3).get(10, TimeUnit.SECONDS).queued()).isEqualTo(1);
    }

    @Test
    void lostRedisFailsTheTripAtOnceAndTheNextIsTriedAnew() throws Exception {
        // Given
        List<CompletableFuture<Enqueue.Accepted>> answers = waiting(trips, singles(3));
        harbour.away = true;
        // When
        harbour.gate.release(2);
        // Then
        for (CompletableFuture<Enqueue.Accepted> answer : answers) {
            assertThat(failure(answer)).isInstanceOf(QueueUnavailableException.class);
        }
        harbour.away = false;
        harbour.gate.release();
        assertThat(push(trips, List.of(pointer(9))).get(10, TimeUnit.SECONDS).queued())
                .isEqualTo(1);
    }

    @Test
    void whoWaitsForARedisThatHangsIsRefusedInItsTimeAndNotSentLater() throws Exception {
        // Given
        SharedTrips hasty = new SharedTrips(harbour, Duration.ofMillis(300), 1_000);
        // When
        List<CompletableFuture<Enqueue.Accepted>> answers = waiting(hasty, List.of());
        CompletableFuture<Enqueue.Accepted> late = push(hasty, List.of(pointer(1)));
        // Then
        assertThat(failure(answers.get(0))).isInstanceOf(QueueUnavailableException.class);
        assertThat(failure(late)).isInstanceOf(QueueUnavailableException.class);
        harbour.gate.release(10);
        assertThat(push(hasty, List.of(pointer(2))).get(10, TimeUnit.SECONDS).queued())
                .isEqualTo(1);
        assertThat(harbour.ended).containsExactly(List.of(pointer(1_000)), List.of(pointer(2)));
    }

    @Test
    void whoComesWhenAllWereRefusedIsRefusedInItsTimeToo() throws Exception {
        // Given
        SharedTrips hasty = new SharedTrips(harbour, Duration.ofMillis(300), 1_000);
        assertThat(failure(waiting(hasty, List.of()).getFirst())).isInstanceOf(QueueUnavailableException.class);
        // When
        CompletableFuture<Enqueue.Accepted> next = push(hasty, List.of(pointer(1)));
        // Then
        assertThat(failure(next)).isInstanceOf(QueueUnavailableException.class);
        assertThat(hasty.waiting()).isZero();
        harbour.gate.release(10);
    }

    @Test
    void largePushTravelsAloneAndInItsTurn() throws Exception {
        // Given
        List<List<Pointer>> pushes =
                List.of(List.of(pointer(1)), Pointers.imaps(mailbox, 600), List.of(pointer(2)), List.of(pointer(3)));
        waiting(trips, pushes);
        // When
        harbour.gate.release(10);
        // Then
        Eventually.until("all have travelled", () -> harbour.ended.size() == 4);
        assertThat(harbour.ended).extracting(List::size).containsExactly(1, 1, 600, 2);
    }

    @Test
    void whatComesBeyondTheBoundIsRefusedAtOnce() throws Exception {
        // Given
        waiting(trips, List.of(Pointers.imaps(mailbox, 1_000)));
        // When
        assertThatThrownBy(() -> trips.make(List.of(pointer(1))))
                // Then
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("1000 pointers wait");
        harbour.gate.release(10);
        Eventually.until("all have travelled", () -> harbour.ended.size() == 2);
    }

    @Test
    void partsThatPushesAreToldAddUpToTheTrip() throws Exception {
        // Given
        PointerTrip mixed = pointers -> {
            harbour.make(pointers);
            return pointers.size() == 4 ? new Enqueue.Accepted(1, 1, 1, 1) : new Enqueue.Accepted(1, 0, 0, 0);
        };
        SharedTrips shared = new SharedTrips(mixed, PATIENCE, 1_000);
        List<CompletableFuture<Enqueue.Accepted>> answers =
                waiting(shared, List.of(List.of(pointer(1), pointer(2)), List.of(pointer(3), pointer(4))));
        // When
        harbour.gate.release(2);
        // Then
        assertThat(answers.get(1).get(10, TimeUnit.SECONDS)).isEqualTo(new Enqueue.Accepted(1, 1, 0, 0));
        assertThat(answers.get(2).get(10, TimeUnit.SECONDS)).isEqualTo(new Enqueue.Accepted(0, 0, 1, 1));
    }
}
