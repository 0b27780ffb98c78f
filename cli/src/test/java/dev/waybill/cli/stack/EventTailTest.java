package dev.waybill.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventTailTest {

    @TempDir
    private Path directory;

    @Test
    void onlyCompleteLinesThatWereAddedAreRead() throws IOException {
        // Given
        Path log = Files.writeString(directory.resolve("log"), "before\n");
        EventTail tail = EventTail.fromNow(log);
        List<String> lines = new ArrayList<>();
        // When
        append(log, "one\ntwo\nthr");
        tail.read(lines::add);
        append(log, "ee\n");
        tail.read(lines::add);
        // Then
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void shortenedFileIsReadFromItsStart() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "a long line of before\n");
        EventTail tail = EventTail.fromNow(log);
        List<String> lines = new ArrayList<>();
        Files.writeString(log, "new\n");
        tail.read(lines::add);
        assertThat(lines).containsExactly("new");
    }

    @Test
    void missingFileHasNoLines() {
        List<String> lines = new ArrayList<>();
        EventTail.fromNow(directory.resolve("none")).read(lines::add);
        assertThat(lines).isEmpty();
    }

    private static void append(Path log, String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.APPEND);
    }
}
