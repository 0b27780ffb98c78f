package dev.waybill.consumer.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest implements BlobStoreContract {
    @TempDir
    Path directory;

    @Override
    public BlobStore store() {
        return new DirectoryBlobStore(directory, InstantSource.system());
    }

    @Override
    public void age() throws IOException {
        for (Path file : files()) {
            FileTime time = Files.getLastModifiedTime(file);
            Files.setLastModifiedTime(file, FileTime.from(time.toInstant().minus(Duration.ofDays(2))));
        }
    }

    @Override
    public int pieces() throws IOException {
        return files().size();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** No transaction reaches into a directory. */
    @Test
    void anOriginalIsDurableBeforeItsRow() throws IOException {
        Original original = store().enclose(new byte[] {1, 2, 3});

        assertThat(original).isInstanceOf(Original.Stored.class);
        assertThat(store().open(original.blob().hash())).isPresent();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsSaidInASentence() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));
        assertThatThrownBy(() -> new DirectoryBlobStore(file.resolve("blobs"), InstantSource.system()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Point waybill.blobs.directory to a writable directory");
    }

    @Test
    void aDirectoryThatIsGoneIsTheWorldsFailure() throws IOException {
        // Given
        BlobStore store = store();
        Files.delete(directory.resolve("tmp"));

        // When, Then
        assertThatThrownBy(() -> store.put(new byte[10]))
                .isInstanceOf(BlobUnavailableException.class)
                .hasMessageContaining("Check that the disk has space");
    }
}
