package dev.waybill.consumer.process;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobUnavailableException;
import dev.waybill.consumer.blob.Original;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;

/** The bytes of a downloaded mail: a small one in memory, until it is stored with its row; a larger one in the store already. */
public sealed interface RawMail {
    long size();

    /** Less than one chunk. */
    final class Small implements RawMail {
        private final byte[] bytes;

        private Small(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }
    }

    /** One chunk and more. */
    record Stored(BlobStore.Blob blob) implements RawMail {
        @Override
        public long size() {
            return blob.size();
        }
    }

    /** Reads the stream to its end; holds one chunk of it at most. */
    static RawMail read(InputStream content, BlobStore blobs, Runnable progress) throws IOException {
        byte[] start = content.readNBytes(BlobStore.CHUNK);
        if (start.length < BlobStore.CHUNK) {
            return new Small(start);
        }
        return new Stored(blobs.put(
                new SequenceInputStream(new ByteArrayInputStream(start), new ProgressStream(content, progress))));
    }

    /** As the ledger takes it. */
    default Original original(BlobStore blobs) throws BlobUnavailableException {
        return switch (this) {
            case Small small -> blobs.enclose(small.bytes);
            case Stored stored -> new Original.Stored(stored.blob());
        };
    }

    default InputStream open(BlobStore blobs) throws BlobUnavailableException {
        return switch (this) {
            case Small small -> new ByteArrayInputStream(small.bytes);
            case Stored stored -> {
                Optional<InputStream> found = blobs.open(stored.blob().hash());
                yield found.orElseThrow(() -> new BlobUnavailableException(
                        "Blob " + stored.blob().hash() + " was stored a moment ago and is gone"));
            }
        };
    }
}
