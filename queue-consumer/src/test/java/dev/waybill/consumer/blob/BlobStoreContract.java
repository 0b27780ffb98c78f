package dev.waybill.consumer.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every blob store promises. */
interface BlobStoreContract {
    Duration DAY = Duration.ofDays(1);

    BlobStore store();

    /** Everything that is stored, finished or not, becomes older by two days. */
    void age() throws Exception;

    /** How many pieces of bytes lie in the store, reachable or not. */
    int pieces() throws Exception;

    @Test
    default void whatWasPutComesBack() throws Exception {
        for (int size : new int[] {0, 1, BlobStore.CHUNK - 1, BlobStore.CHUNK, BlobStore.CHUNK + 1, 1_000_000}) {
            // Given
            byte[] content = bytes(size, size);

            // When
            BlobStore.Blob streamed = store().put(new ByteArrayInputStream(content));
            BlobStore.Blob whole = store().put(content);

            // Then
            assertThat(streamed).isEqualTo(new BlobStore.Blob(ContentHash.of(content), size));
            assertThat(whole).isEqualTo(streamed);
            assertThat(read(streamed.hash())).isEqualTo(content);
        }
    }

    @Test
    default void theSameBytesAreKeptOnce() throws Exception {
        // Given
        byte[] large = bytes(3, 600_000);
        byte[] small = bytes(4, 1_000);
        store().put(new ByteArrayInputStream(large));
        store().put(small);
        int before = pieces();

        // When
        store().put(new ByteArrayInputStream(large));
        store().put(large);
        store().put(new ByteArrayInputStream(small));

        // Then
        assertThat(pieces()).isEqualTo(before);
        assertThat(read(ContentHash.of(large))).isEqualTo(large);
    }

    @Test
    default void manyPutTheSameAtOnce() throws Exception {
        // Given
        byte[] content = bytes(5, 700_000);
        List<Callable<BlobStore.Blob>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            puts.add(() -> store().put(new ByteArrayInputStream(content)));
        }

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<BlobStore.Blob> put : threads.invokeAll(puts)) {
                assertThat(put.get().hash()).isEqualTo(ContentHash.of(content));
            }
        }

        // Then
        assertThat(read(ContentHash.of(content))).isEqualTo(content);
        assertThat(store().olderThan(Duration.ofMinutes(-1), Optional.empty(), 10))
                .hasSize(1);
    }

    @Test
    default void whatIsNotThereIsEmpty() throws Exception {
        assertThat(store().open(ContentHash.of(bytes(6, 10)))).isEmpty();
    }

    @Test
    default void aPutThatBreaksOffLeavesNothingThatOpensAndIsCollectedLater() throws Exception {
        // Given
        byte[] start = bytes(7, 600_000);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };

        // When
        assertThatThrownBy(() -> store().put(new SequenceInputStream(new ByteArrayInputStream(start), broken)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(BlobUnavailableException.class)
                .hasMessage("the connection is gone");

        // Then
        assertThat(store().open(ContentHash.of(start))).isEmpty();
        store().collectUnfinished(DAY);
        age();
        store().collectUnfinished(DAY);
        assertThat(pieces()).isZero();
    }

    @Test
    default void collectingLeavesFinishedBlobsAlone() throws Exception {
        // Given
        byte[] content = bytes(8, 600_000);
        store().put(new ByteArrayInputStream(content));
        age();

        // When
        int collected = store().collectUnfinished(DAY);

        // Then
        assertThat(collected).isZero();
        assertThat(read(ContentHash.of(content))).isEqualTo(content);
    }

    @Test
    default void theOldOnesAreListedByHashInPages() throws Exception {
        // Given
        Set<ContentHash> all = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            all.add(store().put(bytes(100 + i, 50)).hash());
        }
        age();
        store().put(bytes(99, 50));

        // When
        List<ContentHash> listed = new ArrayList<>();
        Optional<ContentHash> after = Optional.empty();
        for (List<ContentHash> page = store().olderThan(DAY, after, 10); !page.isEmpty(); ) {
            listed.addAll(page);
            after = Optional.of(page.getLast());
            page = store().olderThan(DAY, after, 10);
        }

        // Then
        assertThat(listed).isSorted().containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    default void onlyWhatIsStillOldIsDeleted() throws Exception {
        // Given
        byte[] gone = bytes(9, 600_000);
        byte[] again = bytes(10, 100);
        store().put(gone);
        store().put(again);
        age();
        store().put(again);

        // When
        int deleted = store().delete(List.of(ContentHash.of(gone), ContentHash.of(again)), DAY);

        // Then
        assertThat(deleted).isEqualTo(1);
        assertThat(store().open(ContentHash.of(gone))).isEmpty();
        assertThat(read(ContentHash.of(again))).isEqualTo(again);
        assertThat(pieces()).isEqualTo(1);
    }

    private byte[] read(ContentHash hash) throws IOException {
        try (InputStream content = store().open(hash).orElseThrow()) {
            return content.readAllBytes();
        }
    }

    private static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
