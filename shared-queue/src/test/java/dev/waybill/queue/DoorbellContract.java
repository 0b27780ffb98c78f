package dev.waybill.queue;

import static dev.waybill.queue.Pointers.imap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Doorbell} does. */
public interface DoorbellContract extends QueueContract {

    @Test
    @Timeout(10)
    default void theDoorbellRingsAtOnceWhenSomethingIsClaimable() throws InterruptedException {
        // Given
        enqueue(imap(ANNA, 1));

        // When
        long start = System.nanoTime();
        queue().doorbell().await(Duration.ofSeconds(2));
        Duration waited = Duration.ofNanos(System.nanoTime() - start);

        // Then
        assertThat(waited).isLessThan(Duration.ofMillis(1_900));
        assertThat(drain()).containsExactly(imap(ANNA, 1).id());
    }

    @Test
    @Timeout(10)
    default void theDoorbellIsSilentWhenNothingComes() throws InterruptedException {
        // Given
        long start = System.nanoTime();

        // When
        queue().doorbell().await(Duration.ofMillis(1));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(45));
    }

    @Test
    @Timeout(10)
    default void theDoorbellWakesASleeperWhenAPointerArrives() {
        // Given
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                while (queue().control().stats().landing() == 0) {
                    queue().doorbell().await(Duration.ofSeconds(2));
                }
                woken.complete(true);
            } catch (InterruptedException | RuntimeException e) {
                woken.completeExceptionally(e);
            }
        });

        // When
        enqueue(imap(ANNA, 1));

        // Then
        assertThat(woken.join()).isTrue();
        assertThat(drain()).containsExactly(imap(ANNA, 1).id());
    }

    @Test
    @Timeout(10)
    default void anInterruptEndsTheWait() throws InterruptedException {
        // Given
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    queue().doorbell().await(Duration.ofSeconds(2));
                }
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });

        // When
        waiter.interrupt();

        // Then
        assertThat(end.join()).isInstanceOf(InterruptedException.class);
        waiter.join();
    }
}
