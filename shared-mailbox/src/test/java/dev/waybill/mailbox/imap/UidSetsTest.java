package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.imap.UidSets.UidSet;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UidSetsTest {
    @Test
    void neighboursBecomeRanges() {
        assertThat(texts(UidSets.split(uids(1, 2, 3, 7, 9, 10)))).containsExactly("1:3,7,9:10");
        assertThat(texts(UidSets.split(uids(4_294_967_295L)))).containsExactly("4294967295");
        assertThat(UidSets.split(new TreeSet<>())).isEmpty();
    }

    @Test
    void lineStaysShortWhateverIsAsked() {
        // Given: the longest UIDs, none next to another, in pairs
        SortedSet<Long> scattered = LongStream.range(0, 3000)
                .map(i -> 4_294_967_295L - i * 3)
                .flatMap(uid -> LongStream.of(uid, uid - 1))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        List<UidSet> sets = UidSets.split(scattered);

        // Then
        assertThat(sets).allSatisfy(set -> assertThat(set.text()).hasSizeLessThan(8000));
        assertThat(sets.stream().flatMap(set -> set.uids().stream())).containsExactlyElementsOf(scattered);
    }

    @Test
    void setIsBoundedByMailsAndBytesAndHoldsAtLeastOne() {
        assertThat(texts(UidSets.split(uids(1, 2, 3, 4, 5), 2, 1000, uid -> 1))).containsExactly("1:2", "3:4", "5");
        assertThat(texts(UidSets.split(uids(1, 2, 3, 4, 5), 9, 100, uid -> uid == 3 ? 500 : 40)))
                .containsExactly("1:2", "3", "4:5");
    }

    @Test
    void textStandsForItsUids() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            SortedSet<Long> wanted =
                    random.longs(random.nextInt(1, 400), 1, 600).boxed().collect(Collectors.toCollection(TreeSet::new));

            // When
            List<UidSet> sets =
                    UidSets.split(wanted, random.nextInt(1, 100), random.nextLong(1, 1000), uid -> uid % 50);

            // Then
            assertThat(sets.stream().flatMap(set -> set.uids().stream()))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(wanted);
            assertThat(sets)
                    .as("seed %d", seed)
                    .allSatisfy(set -> assertThat(read(set.text())).isEqualTo(set.uids()));
        }
    }

    private static SortedSet<Long> read(String text) {
        SortedSet<Long> uids = new TreeSet<>();
        for (String range : text.split(",", -1)) {
            String[] ends = range.split(":", -1);
            for (long uid = Long.parseLong(ends[0]); uid <= Long.parseLong(ends[ends.length - 1]); uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }

    private static List<String> texts(List<UidSet> sets) {
        return sets.stream().map(UidSet::text).toList();
    }

    private static SortedSet<Long> uids(long... uids) {
        return new TreeSet<>(LongStream.of(uids).boxed().toList());
    }
}
