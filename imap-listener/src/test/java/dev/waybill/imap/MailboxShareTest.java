package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.InMemoryParts;
import dev.waybill.queue.Parts;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MailboxShareTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final List<Mailbox> MAILBOXES = IntStream.range(0, 1_000)
            .mapToObj(i -> Samples.mailbox(new UUID(77, i), SteppedTime.START, i, false, "INBOX"))
            .toList();

    private final InMemoryParts parts = new InMemoryParts();
    private final SteppedTime time = new SteppedTime();
    private final MailboxShare left = share("left");
    private final MailboxShare right = share("right");

    private MailboxShare share(String name) {
        return new MailboxShare(parts, name, LEASE, time);
    }

    private void second() {
        time.step(Duration.ofSeconds(1));
        parts.advance(Duration.ofSeconds(1));
    }

    private static Set<UUID> of(MailboxShare share) {
        Set<UUID> covered = new HashSet<>();
        MAILBOXES.stream().filter(share::covers).forEach(mailbox -> covered.add(mailbox.id()));
        return covered;
    }

    /** Both renew every second, with watchers that end at once, until nothing moves any more; returns the rounds. */
    private int settle() {
        int rounds = 0;
        for (int before = -1; before != left.parts(); rounds++) {
            before = left.parts();
            left.renew(Set::of);
            right.renew(Set::of);
            second();
            Set<UUID> both = of(left);
            both.retainAll(of(right));
            assertThat(both).as("watched twice").isEmpty();
        }
        return rounds;
    }

    @Test
    void oneListenerWatchesEverything() {
        // When
        left.renew(Set::of);

        // Then
        assertThat(of(left)).hasSize(1_000);
        assertThat(left.replicas()).isEqualTo(1);
    }

    @Test
    void newListenerGetsItsShareStepByStep() {
        // Given
        left.renew(Set::of);
        right.renew(Set::of);

        // When
        left.renew(Set::of);
        left.renew(Set::of);
        right.renew(Set::of);

        // Then: not all of it at once
        assertThat(right.parts()).isBetween(1, 16);
        assertThat(settle()).isBetween(6, 20);
        assertThat(left.parts()).isEqualTo(128);
        assertThat(right.parts()).isEqualTo(128);
        Set<UUID> all = of(left);
        all.addAll(of(right));
        assertThat(all).hasSize(1_000);
    }

    @Test
    void partIsGivenUpOnlyWhenItsWatchersHaveEnded() {
        // Given
        left.renew(Set::of);
        right.renew(Set::of);
        Set<Integer> all = Set.copyOf(IntStream.range(0, Parts.COUNT).boxed().toList());

        // When: the watchers do not end
        for (int i = 0; i < 5; i++) {
            left.renew(() -> all);
            right.renew(Set::of);
        }

        // Then
        assertThat(left.parts()).as("leaves some").isEqualTo(Parts.COUNT - 16);
        assertThat(right.parts()).as("nobody else has them").isZero();
    }

    @Test
    void deadListenersMailboxesMoveWithTheEndOfItsLease() {
        // Given
        left.renew(Set::of);
        right.renew(Set::of);
        settle();

        // When
        int seconds = 0;
        for (; of(right).size() < 1_000 && seconds < 60; seconds++) {
            second();
            right.renew(Set::of);
        }

        // Then
        assertThat(seconds).isLessThanOrEqualTo(11);
    }

    @Test
    void listenerThatLeavesHandsOverAtOnce() {
        // Given
        left.renew(Set::of);
        right.renew(Set::of);

        // When
        left.leave();
        right.renew(Set::of);

        // Then
        assertThat(of(left)).isEmpty();
        assertThat(of(right)).hasSize(1_000);
    }

    @Test
    void listenerThatSleptThroughItsLeaseLeavesWhatIsAnothersNow() {
        // Given
        left.renew(Set::of);
        parts.advance(LEASE);
        right.renew(Set::of);

        // When
        left.renew(Set::of);

        // Then
        assertThat(of(left)).isEmpty();
    }

    @Test
    void lostRedisChangesNothingForAListenerThatIsAlone() {
        // Given
        left.renew(Set::of);
        parts.lost(true);

        // When
        time.step(Duration.ofHours(1));
        left.renew(Set::of);

        // Then
        assertThat(of(left)).hasSize(1_000);
        assertThat(left.answered()).isFalse();
    }

    @Test
    void listenerThatWasCutOffFromTheOthersStopsOneLeaseAfterItsOwn() {
        // Given
        left.renew(Set::of);
        right.renew(Set::of);
        left.renew(Set::of);
        parts.lost(true);

        // When
        time.step(LEASE.multipliedBy(2).minusSeconds(1));
        left.renew(Set::of);
        int before = of(left).size();
        time.step(Duration.ofSeconds(1));
        left.renew(Set::of);

        // Then
        assertThat(before).isGreaterThan(900);
        assertThat(of(left)).isEmpty();
        parts.lost(false);
        left.renew(Set::of);
        assertThat(of(left)).as("nobody had taken them").isNotEmpty();
    }

    @Test
    void wipedRedisMovesNoMailbox() {
        // Given
        left.renew(Set::of);
        right.renew(Set::of);
        settle();
        Set<UUID> ofLeft = of(left);
        Set<UUID> ofRight = of(right);

        // When
        parts.wipe();
        settle();

        // Then
        assertThat(of(left)).isEqualTo(ofLeft);
        assertThat(of(right)).isEqualTo(ofRight);
    }
}
