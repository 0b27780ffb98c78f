package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.observe.QueueRates;
import dev.waybill.queue.Claim;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueVerbsTest {
    private final UUID mailbox = UUID.randomUUID();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final StepPace pace = new StepPace(Instant.EPOCH);
    private final QueueResource resource = new QueueResource(
            queue.control(),
            queue.holds(),
            new MailboxDirectory(new FakeRegistry()),
            new QueueRates(queue.control()::totals, pace),
            pace);

    @Test
    void pauseAndResumeAreIdempotentAndDryRunsChangeNothing() {
        // When, Then
        assertThat(resource.pause("true").changed()).isFalse();
        assertThat(resource.stats().paused()).isFalse();
        assertThat(resource.pause(null).changed()).isTrue();
        assertThat(resource.pause(null).changed()).isFalse();
        assertThat(resource.resume("true").message()).isEqualTo("would resume the queue");
        assertThat(resource.stats().paused()).isTrue();
        assertThat(resource.resume(null).changed()).isTrue();
        assertThat(resource.resume(null).changed()).isFalse();
    }

    @Test
    void detailsTellWhoWaitsAndWhoHolds() {
        // Given
        for (int uid = 1; uid <= 20; uid++) {
            queue.producer()
                    .enqueue(List.of(new Pointer(mailbox, new Locator.Imap("INBOX", 7, uid), 1, "")), Priority.LIVE);
        }
        queue.claims().claim(3, Duration.ofMinutes(1), "host-1", false);
        QueueDetailsResource details =
                new QueueDetailsResource(queue.control(), new MailboxDirectory(new FakeRegistry()));

        // When
        QueueDetailsResource.Details told = details.details(null);

        // Then
        assertThat(told.waitingMailboxes()).isEqualTo(1);
        assertThat(told.busiest()).singleElement().satisfies(m -> {
            assertThat(m.waiting()).isEqualTo(12);
            assertThat(m.active()).isEqualTo(8);
            assertThat(m.address()).isNull();
        });
        assertThat(told.consumers()).singleElement().satisfies(c -> {
            assertThat(c.consumer()).isEqualTo("host-1");
            assertThat(c.pointers()).isEqualTo(3);
        });
        assertThatThrownBy(() -> details.details("0")).isInstanceOf(Refusal.class);
    }

    @Test
    void aFlagThatIsNeitherYesNorNoChangesNothing() {
        // When, Then
        assertThatThrownBy(() -> resource.pause("1")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> resource.pause("True")).isInstanceOf(Refusal.class);
        assertThat(resource.stats().paused()).isFalse();
    }

    @Test
    void statsNameTheHeldMailboxesAlsoThoseThatAreNotConnectedAnyMore() {
        // Given
        queue.holds().holdUntilResumed(mailbox, "paused");

        // When
        QueueResource.Stats stats = resource.stats();

        // Then
        assertThat(stats.held()).singleElement().satisfies(held -> {
            assertThat(held.until()).isNull();
            assertThat(held.address()).isNull();
            assertThat(held.reason()).isEqualTo("paused");
        });
    }

    @Test
    void drainWaitsForWhatIsInFlightAndLeavesTheQueuePaused() throws Exception {
        // Given
        Receipt receipt = inFlight();
        pace.meanwhile(() -> queue.claims().ack(List.of(receipt)));

        // When
        QueueResource.Drained drained = resource.drain("10s", null);

        // Then
        assertThat(drained.drained()).isTrue();
        assertThat(drained.paused()).isTrue();
        assertThat(pace.slept).hasSize(1);
        assertThat(resource.stats().paused()).isTrue();
    }

    @Test
    void drainThatDoesNotEndSaysWhatIsLeftAndDeletesNothing() throws Exception {
        // Given
        inFlight();

        // When
        QueueResource.Drained drained = resource.drain("1s", null);

        // Then
        assertThat(drained.drained()).isFalse();
        assertThat(drained.inFlight()).isEqualTo(1);
        assertThat(resource.stats().inFlight()).isEqualTo(1);
    }

    @Test
    void aDryDrainDoesNotEvenPause() throws Exception {
        // Given
        inFlight();

        // When
        QueueResource.Drained would = resource.drain("10s", "true");

        // Then
        assertThat(would.message()).contains("would pause the queue and wait for 1");
        assertThat(resource.stats().paused()).isFalse();
    }

    @Test
    void aDrainOfHoursIsRefused() {
        // When, Then
        assertThatThrownBy(() -> resource.drain("2h", null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> resource.drain("soon", null)).isInstanceOf(Refusal.class);
        assertThat(resource.stats().paused()).isFalse();
    }

    private Receipt inFlight() {
        queue.producer().enqueue(List.of(new Pointer(mailbox, new Locator.Imap("INBOX", 7, 1), 1, "")), Priority.LIVE);
        Claim.Taken taken = (Claim.Taken) queue.claims().claim(1, Duration.ofMinutes(1), "test", true);
        return taken.pointers().getFirst().receipt();
    }
}
