package dev.waybill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the parts of the contract share: the queue, and how its consumer acts. */
public interface QueueContract {
    Duration LONG_LEASE = Duration.ofMinutes(5);
    Duration SHORT_LEASE = Duration.ofMillis(40);
    Failure FAILURE = new Failure("parse_failed", "part 3 has no end");
    UUID ANNA = UUID.fromString("018f0000-0000-7000-8000-00000000000a");
    UUID BERT = UUID.fromString("018f0000-0000-7000-8000-00000000000b");

    QueueUnderTest queue();

    default Enqueue.Accepted enqueue(Pointer... pointers) {
        return queue().producer().enqueue(List.of(pointers), Priority.LIVE);
    }

    /** What a claim gave, or nothing. */
    default List<Claimed> claim(int max, Duration lease) {
        return pointersOf(queue().claims().claim(max, lease, "consumer-1", false));
    }

    default List<Claimed> claim(int max) {
        return claim(max, LONG_LEASE);
    }

    default Claimed claimOne() {
        List<Claimed> claimed = claim(1);
        assertThat(claimed).hasSize(1);
        return claimed.getFirst();
    }

    static List<Claimed> pointersOf(Claim claim) {
        return switch (claim) {
            case Claim.Taken taken -> taken.pointers();
            case Claim.Empty empty -> List.of();
            case Claim.Skipped skipped -> List.of();
            case Claim.Paused paused -> List.of();
        };
    }

    static List<Receipt> receipts(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::receipt).toList();
    }

    static List<PointerId> ids(List<Claimed> claimed) {
        return claimed.stream().map(c -> c.receipt().id()).toList();
    }

    /** The oldest dead letters. */
    static List<DeadLetter> dead(DeadLetters letters, int limit) {
        return letters.page(DeadLetterFilter.ALL, DeadLetterCursor.START, limit).letters();
    }

    static List<PointerId> idsOf(List<Pointer> pointers) {
        return pointers.stream().map(Pointer::id).toList();
    }

    static Claimed.Valid valid(Claimed claimed) {
        assertThat(claimed).isInstanceOf(Claimed.Valid.class);
        return (Claimed.Valid) claimed;
    }

    /** Claims and acks until nothing is claimable; what came, in order. */
    default List<PointerId> drain() {
        List<PointerId> drained = new ArrayList<>();
        List<Claimed> claimed = claim(Claims.MAX_CLAIM);
        while (!claimed.isEmpty()) {
            drained.addAll(ids(claimed));
            assertThat(queue().claims().ack(receipts(claimed))).isEmpty();
            claimed = claim(Claims.MAX_CLAIM);
        }
        return drained;
    }

    /** Lets leases end and takes them back, until so many pointers moved. */
    default List<PointerId> reclaim(int pointers, int maxCrashes) {
        int[] moved = {0};
        List<PointerId> dead = new ArrayList<>();
        queue().time().until(() -> {
            Upkeep.Reclaimed reclaimed = queue().upkeep().reclaim(100, maxCrashes);
            moved[0] += reclaimed.pointers();
            dead.addAll(reclaimed.dead());
            return moved[0] >= pointers;
        });
        assertThat(moved[0]).isEqualTo(pointers);
        return dead;
    }
}
