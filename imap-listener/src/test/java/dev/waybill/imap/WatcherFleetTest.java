package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.InMemoryParts;
import dev.waybill.queue.Parts;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WatcherFleetTest {
    private final ListenerBench bench = new ListenerBench();
    private final FakeRegistryCopy registry = new FakeRegistryCopy();
    private final ConnectGate gate = new ConnectGate(5, 5);
    private final List<Mailbox> started = new CopyOnWriteArrayList<>();
    private final InMemoryParts parts = new InMemoryParts();
    private final MailboxShare share = new MailboxShare(parts, "this", Duration.ofSeconds(10), bench.time);
    private final WatcherFleet fleet = new WatcherFleet(
            registry,
            share,
            mailbox -> {
                started.add(mailbox);
                return new MailboxWatcher(mailbox, bench.ports, Samples.settings(), gate);
            },
            bench.time);

    private static Mailbox mailbox(UUID id, long version, boolean paused) {
        return Samples.mailbox(id, SteppedTime.START, version, paused, "INBOX");
    }

    private void watching(int count) {
        Eventually.until(count + " mailboxes idle", () -> {
            fleet.compare();
            return bench.imap.waiting.get() == count && fleet.count(WatcherPhase.ACTIVE) == count;
        });
    }

    @BeforeEach
    void deliverNothing() {
        bench.imap.folder("INBOX");
        share.renew(fleet::busyParts);
    }

    @Test
    void mailboxThatBecameAnotherListenersIsLeft() {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        registry.put(mailbox(UUID.randomUUID(), 2, true));
        watching(1);
        assertThat(fleet.busyParts()).containsExactly(Parts.of(Samples.ID));

        // When: this listener was stopped for so long that another one took over
        parts.advance(Duration.ofSeconds(10));
        parts.renew("another", Duration.ofSeconds(10), List.of(), List.of());
        share.renew(fleet::busyParts);

        // Then
        watching(0);
        assertThat(fleet.busyParts()).isEmpty();
        assertThat(fleet.count(WatcherPhase.PAUSED)).isZero();
        assertThat(bench.imap.logouts).hasValue(1);
    }

    @AfterEach
    void stop() throws Exception {
        fleet.stop(Duration.ofSeconds(10));
        Eventually.until("all have logged out", () -> bench.imap.logouts.get() == bench.imap.logins.get());
    }

    @Test
    void nothingStartsBeforeTheRegistryIsLoaded() {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        registry.loaded(false);

        // When
        fleet.compare();

        // Then
        assertThat(started).isEmpty();
    }

    @Test
    void addedMailboxIsWatchedAndARemovedOneIsLeft() {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        watching(1);

        // When
        UUID other = UUID.randomUUID();
        registry.put(mailbox(other, 2, false));
        watching(2);
        registry.remove(Samples.ID);
        watching(1);

        // Then
        assertThat(started).extracting(Mailbox::id).containsExactly(Samples.ID, other);
        assertThat(bench.imap.logouts).hasValue(1);
    }

    @Test
    void pausedMailboxIsLeftAndAResumedOneIsCaughtUp() {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        watching(1);

        // When
        registry.put(mailbox(Samples.ID, 2, true));
        watching(0);
        bench.imap.folder("INBOX").deliver(2);
        assertThat(fleet.count(WatcherPhase.PAUSED)).isEqualTo(1);
        registry.put(mailbox(Samples.ID, 3, false));
        watching(1);

        // Then
        assertThat(bench.queue.uids()).containsExactly(1L, 2L);
    }

    @Test
    void changedMailboxIsWatchedAnew() {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        watching(1);

        // When
        registry.put(mailbox(Samples.ID, 2, false));
        Eventually.until("a second login", () -> {
            fleet.compare();
            return bench.imap.logins.get() == 2;
        });

        // Then
        watching(1);
        assertThat(bench.imap.logouts).hasValue(1);
    }

    @Test
    void unchangedMailboxesAreLeftAlone() {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        watching(1);
        int readings = registry.readings.get();

        // When
        fleet.compare();
        fleet.compare();

        // Then
        assertThat(started).hasSize(1);
        assertThat(registry.readings).hasValue(readings);
    }

    @Test
    void newestMailboxStartsFirst() {
        // Given
        for (int version = 1; version <= 20; version++) {
            registry.put(mailbox(UUID.randomUUID(), version, false));
        }

        // When
        fleet.compare();

        // Then
        assertThat(started).extracting(Mailbox::version).hasSize(20).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        watching(20);
    }

    @Test
    void stoppedFleetStartsNothingAnyMore() throws Exception {
        // Given
        registry.put(mailbox(Samples.ID, 1, false));
        watching(1);

        // When
        fleet.stop(Duration.ofSeconds(10));
        fleet.compare();

        // Then
        assertThat(started).hasSize(1);
        assertThat(bench.imap.waiting).hasValue(0);
    }
}
