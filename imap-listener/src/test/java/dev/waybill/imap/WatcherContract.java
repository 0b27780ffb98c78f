package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.InMemoryQueue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole watcher on any IMAP server that knows {@link WatcherOnTheWire#USER}. */
@Timeout(60)
interface WatcherContract {
    String host();

    int port();

    /** Puts mails into a folder, which is made when it is missing; returns their UIDs. */
    List<Long> append(String folder, List<byte[]> mails);

    long uidValidity(String folder);

    /** Makes a folder anew, empty, under another UIDVALIDITY. */
    void recreate(String folder);

    private static List<byte[]> mails(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("From: a@example.org\r\nSubject: mail " + i + "\r\n\r\nhello " + i + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private static boolean holds(RecordingQueue queue, Map<Long, List<Long>> wanted) {
        Map<Long, List<Long>> found = queue.uidsByValidity();
        return wanted.entrySet().stream()
                .allMatch(folder -> Set.copyOf(found.getOrDefault(folder.getKey(), List.of()))
                        .equals(Set.copyOf(folder.getValue())));
    }

    @Test
    default void mailsThatAreThereAndMailsThatComeArePointers() throws Exception {
        // Given
        RecordingQueue queue = new RecordingQueue(() -> new InMemoryQueue().producer());
        String folder = "Contract " + System.nanoTime();
        List<Long> uids = new ArrayList<>(append(folder, mails(3)));
        long validity = uidValidity(folder);
        WatcherOnTheWire watcher = new WatcherOnTheWire(host(), port(), queue, folder);
        try {
            Eventually.until("those that were there", () -> holds(queue, Map.of(validity, uids)));

            // When
            uids.addAll(append(folder, mails(2)));

            // Then
            Eventually.until("those that came", () -> holds(queue, Map.of(validity, uids)));
        } finally {
            watcher.stop();
        }
    }

    @Test
    default void mailsOfEveryFolderArePointers() throws Exception {
        // Given
        RecordingQueue queue = new RecordingQueue(() -> new InMemoryQueue().producer());
        String first = "Contract " + System.nanoTime();
        String second = first + " too";
        append(first, mails(1));
        append(second, mails(2));
        WatcherOnTheWire watcher = new WatcherOnTheWire(host(), port(), queue, first, second);
        try {
            Eventually.until("those that were there", () -> queue.uids().size() >= 3);

            // When
            append(second, mails(1));
            append(first, mails(1));

            // Then
            Eventually.until("both that came", () -> queue.uids().size() >= 5);
            assertThat(queue.uids()).contains(2L, 3L);
        } finally {
            watcher.stop();
        }
    }

    @Test
    default void folderThatIsMadeAnewIsReadUnderItsNewUidValidity() throws Exception {
        // Given
        RecordingQueue queue = new RecordingQueue(() -> new InMemoryQueue().producer());
        String folder = "Contract " + System.nanoTime();
        List<Long> uids = append(folder, mails(2));
        long before = uidValidity(folder);
        WatcherOnTheWire watcher = new WatcherOnTheWire(host(), port(), queue, folder);
        try {
            Eventually.until("the old ones", () -> holds(queue, Map.of(before, uids)));

            // When
            recreate(folder);
            List<Long> anew = append(folder, mails(3));
            long after = uidValidity(folder);

            // Then
            Eventually.until("the new ones", () -> holds(queue, Map.of(before, uids, after, anew)));
            assertThat(after).isNotEqualTo(before);
        } finally {
            watcher.stop();
        }
    }
}
