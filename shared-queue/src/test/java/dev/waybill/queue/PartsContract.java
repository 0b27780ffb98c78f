package dev.waybill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.Parts.Part;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the parts of a service's work are shared among its replicas. */
public interface PartsContract {
    Duration LEASE = Duration.ofSeconds(10);

    Parts parts();

    /** Lets time pass. */
    void advance(Duration time);

    /** Loses everything, as a Redis without persistence does. */
    void wipe();

    private List<Part> renew(String replica, List<Part> held, List<Part> givenUp) {
        return parts().renew(replica, LEASE, held, givenUp).parts();
    }

    private List<Part> join(String replica) {
        return renew(replica, List.of(), List.of());
    }

    @Test
    default void firstReplicaTakesEverything() {
        // When
        Leased leased = parts().renew("a", LEASE, List.of(), List.of());

        // Then
        assertThat(leased.replicas()).isEqualTo(1);
        assertThat(leased.parts())
                .extracting(Part::number)
                .doesNotHaveDuplicates()
                .hasSize(Parts.COUNT);
        assertThat(parts().holder(17)).hasValue("a");
    }

    @Test
    default void secondReplicaGetsWhatIsGivenUpAndNoMore() {
        // Given
        List<Part> all = join("a");
        assertThat(join("b")).isEmpty();

        // When
        List<Part> kept = renew("a", all.subList(100, 256), all.subList(0, 100));
        List<Part> got = join("b");

        // Then
        assertThat(kept).hasSize(156);
        assertThat(got)
                .extracting(Part::number)
                .containsExactlyInAnyOrderElementsOf(
                        all.subList(0, 100).stream().map(Part::number).toList());
        assertThat(got.getFirst().token()).isGreaterThan(all.getFirst().token());
    }

    @Test
    default void secondReplicaGoesOnTakingWhatIsGivenUp() {
        // Given
        List<Part> all = join("a");
        join("b");
        renew("a", all.subList(10, 256), all.subList(0, 10));
        List<Part> ofB = join("b");

        // When
        renew("a", all.subList(20, 256), all.subList(10, 20));

        // Then
        assertThat(ofB).hasSize(10);
        assertThat(renew("b", ofB, List.of())).hasSize(20);
    }

    @Test
    default void nobodyTakesMoreThanItsFairShare() {
        // Given
        List<Part> all = join("a");
        join("b");
        join("c");

        // When
        List<Part> ofA = renew("a", List.of(), all);
        List<Part> ofB = join("b");
        List<Part> ofC = join("c");

        // Then
        assertThat(List.of(ofA.size(), ofB.size(), ofC.size())).containsExactly(86, 86, 84);
    }

    @Test
    default void partsOfADeadReplicaAreFreeWhenItsLeaseHasEnded() {
        // Given
        List<Part> ofA = join("a");
        join("b");
        advance(LEASE.minusSeconds(1));
        assertThat(join("b")).isEmpty();

        // When
        advance(Duration.ofSeconds(1));
        List<Part> ofB = join("b");

        // Then
        assertThat(ofB).hasSize(Parts.COUNT);
        assertThat(parts().holder(3)).hasValue("b");
        assertThat(renew("a", ofA, List.of())).as("who wakes up has lost all").isEmpty();
    }

    @Test
    default void staleTokenGivesNothingUp() {
        // Given
        List<Part> stale = join("a");
        advance(LEASE);
        List<Part> ofB = join("b");
        join("a");
        renew("b", List.of(), ofB);
        List<Part> ofA = join("a");
        assertThat(ofA).hasSize(128);

        // When
        List<Part> now = renew("a", ofA, stale);

        // Then
        assertThat(now).containsExactlyInAnyOrderElementsOf(ofA);
    }

    @Test
    default void leaseThatEndedWithoutAnotherTakerGoesOn() {
        // Given
        List<Part> all = join("a");
        advance(LEASE.multipliedBy(3));

        // When
        List<Part> after = renew("a", all, List.of());

        // Then
        assertThat(after).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    default void answerThatWasLostIsGivenAgain() {
        // Given: it took parts, but never heard of it
        List<Part> taken = join("a");

        // When
        List<Part> again = join("a");

        // Then
        assertThat(again).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    default void wipedRedisMovesNothing() {
        // Given
        List<Part> all = join("a");
        join("b");
        List<Part> ofA = renew("a", all.subList(128, 256), all.subList(0, 128));
        List<Part> ofB = join("b");
        assertThat(ofB).hasSize(128);

        // When
        wipe();
        List<Part> ofAAfter = renew("a", ofA, List.of());
        List<Part> ofBAfter = renew("b", ofB, List.of());

        // Then
        assertThat(ofAAfter).containsExactlyInAnyOrderElementsOf(ofA);
        assertThat(ofBAfter).containsExactlyInAnyOrderElementsOf(ofB);
    }

    @Test
    default void afterAWipePartsThatNobodyClaimsAreTakenALeaseLater() {
        // Given
        List<Part> all = join("a");
        wipe();
        assertThat(renew("a", all.subList(0, 10), List.of())).hasSize(10);

        // When
        advance(LEASE);

        // Then
        assertThat(renew("a", all.subList(0, 10), List.of())).hasSize(Parts.COUNT);
    }

    @Test
    default void leavingFreesAllAtOnce() {
        // Given
        join("a");
        join("b");

        // When
        parts().leave("a");

        // Then
        assertThat(parts().holder(5)).isEmpty();
        assertThat(join("b")).hasSize(Parts.COUNT);
    }

    @Test
    default void mailboxesSpreadEvenlyOverTheParts() {
        // Given
        int[] mailboxes = new int[Parts.COUNT];

        // When
        for (int i = 0; i < 25_600; i++) {
            mailboxes[Parts.of(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8), 3}))]++;
        }

        // Then
        assertThat(IntStream.of(mailboxes).boxed()).allMatch(count -> count > 50 && count < 150);
        Set<Integer> ofSmallNumbers = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ofSmallNumbers.add(Parts.of(new UUID(7, i)));
        }
        assertThat(ofSmallNumbers).hasSizeGreaterThan(50);
    }
}
