package dev.waybill.consumer.blob;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Bytes by their SHA-256. A blob that {@code put} returned is durable, and storing the same bytes again costs no second copy. A crash
 * in the middle of a put leaves nothing that can be opened; {@link #collectUnfinished} removes what it left.
 */
public interface BlobStore {
    /** Bytes kept in one piece; what fits in one costs one round trip. */
    int CHUNK = 256 * 1024;

    /** Reads the stream to its end while hashing it; never holds more than one chunk. */
    Blob put(InputStream content) throws IOException;

    Blob put(byte[] content) throws BlobUnavailableException;

    /** The bytes of a mail of less than one chunk: durable now, or with the row that names them. */
    default Original enclose(byte[] content) throws BlobUnavailableException {
        return new Original.Stored(put(content));
    }

    /** Empty if there is no such blob. The stream throws {@link BlobUnavailableException} when the store fails underneath. */
    Optional<InputStream> open(ContentHash hash) throws BlobUnavailableException;

    /** Blobs last stored longer ago than this, by hash, from behind {@code after}, at most {@code limit}. */
    List<ContentHash> olderThan(Duration age, Optional<ContentHash> after, int limit) throws BlobUnavailableException;

    /** Deletes those that are still older than this; returns how many. One that was stored again meanwhile stays. */
    int delete(Collection<ContentHash> hashes, Duration age) throws BlobUnavailableException;

    /** Removes what puts left that began longer ago than this and never ended; returns how many. */
    int collectUnfinished(Duration age) throws BlobUnavailableException;

    /** What was stored. */
    record Blob(ContentHash hash, long size) {}
}
