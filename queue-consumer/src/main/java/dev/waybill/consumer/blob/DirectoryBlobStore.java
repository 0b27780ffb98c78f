package dev.waybill.consumer.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Blobs as files, {@code ab/cd/<hash>} under one directory. A blob is written to {@code tmp/}, forced to the disk, renamed into its
 * place, and its directory forced too. A crash leaves a file in {@code tmp/}.
 */
public final class DirectoryBlobStore implements BlobStore {
    private final Path root;
    private final Path tmp;
    private final InstantSource clock;

    /** Creates the directory if it is not there yet. */
    public DirectoryBlobStore(Path root, InstantSource clock) {
        this.root = root;
        this.tmp = root.resolve("tmp");
        this.clock = clock;
        try {
            Files.createDirectories(tmp);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The blob directory " + root + " cannot be made or written to (" + e.getMessage()
                            + "). Point waybill.blobs.directory to a writable directory",
                    e);
        }
    }

    @Override
    public Blob put(byte[] content) throws BlobUnavailableException {
        ContentHash hash = ContentHash.of(content);
        try {
            return touch(hash) ? new Blob(hash, content.length) : put(new ByteArrayInputStream(content));
        } catch (BlobUnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    @Override
    public Blob put(InputStream content) throws IOException {
        MessageDigest digest = ContentHash.newDigest();
        Path file = newFile();
        long size = 0;
        boolean done = false;
        try {
            try (FileChannel channel = openNew(file)) {
                OutputStream out = Channels.newOutputStream(channel);
                byte[] piece = content.readNBytes(CHUNK);
                while (piece.length > 0) {
                    digest.update(piece);
                    size += piece.length;
                    write(out, piece);
                    piece = content.readNBytes(CHUNK);
                }
                force(channel);
            }
            ContentHash hash = ContentHash.ofDigest(digest.digest());
            try {
                move(file, hash);
            } catch (IOException e) {
                throw failed("written", e);
            }
            done = true;
            return new Blob(hash, size);
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public Optional<InputStream> open(ContentHash hash) throws BlobUnavailableException {
        try {
            return Optional.of(Files.newInputStream(place(hash)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    @Override
    public List<ContentHash> olderThan(Duration age, Optional<ContentHash> after, int limit)
            throws BlobUnavailableException {
        Instant cutoff = clock.instant().minus(age);
        String from = after.map(ContentHash::hex).orElse("");
        List<ContentHash> found = new ArrayList<>();
        try {
            for (Path first : sorted(root, "[0-9a-f]{2}")) {
                if (!from.isEmpty() && first.getFileName().toString().compareTo(from.substring(0, 2)) < 0) {
                    continue;
                }
                for (Path second : sorted(first, "[0-9a-f]{2}")) {
                    for (Path file : sorted(second, "[0-9a-f]{64}")) {
                        String name = file.getFileName().toString();
                        if (name.compareTo(from) > 0 && isOlder(file, cutoff)) {
                            found.add(new ContentHash(name));
                            if (found.size() == limit) {
                                return found;
                            }
                        }
                    }
                }
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw failed("listed", e);
        }
    }

    /**
     * A put may find the file and count on it while it is being deleted. So the file is first taken out of its place and then looked
     * at: a put before that has made it young, and it goes back; a put after that finds nothing and writes its own.
     */
    @Override
    public int delete(Collection<ContentHash> hashes, Duration age) throws BlobUnavailableException {
        Instant cutoff = clock.instant().minus(age);
        int deleted = 0;
        try {
            for (ContentHash hash : hashes) {
                Path file = place(hash);
                if (!isOlder(file, cutoff)) {
                    continue;
                }
                Path aside = newFile();
                Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
                if (isOlder(aside, cutoff)) {
                    Files.delete(aside);
                    deleted++;
                } else {
                    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return deleted;
        } catch (IOException e) {
            throw failed("deleted", e);
        }
    }

    @Override
    public int collectUnfinished(Duration age) throws BlobUnavailableException {
        Instant cutoff = clock.instant().minus(age);
        int deleted = 0;
        try {
            for (Path file : sorted(tmp, ".*")) {
                if (isOlder(file, cutoff) && Files.deleteIfExists(file)) {
                    deleted++;
                }
            }
            return deleted;
        } catch (IOException e) {
            throw failed("collected", e);
        }
    }

    private boolean touch(ContentHash hash) throws IOException {
        try {
            Files.setLastModifiedTime(place(hash), FileTime.from(clock.instant()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void move(Path file, ContentHash hash) throws IOException {
        Path outer = root.resolve(hash.hex().substring(0, 2));
        Path inner = outer.resolve(hash.hex().substring(2, 4));
        Files.createDirectories(inner);
        Files.move(file, place(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (Path directory : List.of(inner, outer, root)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private FileChannel openNew(Path file) throws BlobUnavailableException {
        try {
            return create(file);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void write(OutputStream out, byte[] piece) throws BlobUnavailableException {
        try {
            out.write(piece);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private void force(FileChannel channel) throws BlobUnavailableException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private Path newFile() {
        return tmp.resolve(UUID.randomUUID().toString());
    }

    private Path place(ContentHash hash) {
        String hex = hash.hex();
        return root.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
    }

    private static List<Path> sorted(Path directory, String pattern) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(p -> p.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean isOlder(Path file, Instant cutoff) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(cutoff);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private BlobUnavailableException failed(String what, Exception e) {
        return new BlobUnavailableException(
                "A blob cannot be " + what + " in " + root + ": " + e.getMessage()
                        + ". Check that the disk has space and the directory is writable",
                e);
    }
}
