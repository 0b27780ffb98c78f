package dev.waybill.consumer.blob;

/** The bytes of a mail on their way to the row that names them. */
public sealed interface Original {
    /** By what they are named. */
    BlobStore.Blob blob();

    /** They are durable. A crash before the row is committed leaves a blob without a name, which the sweep removes. */
    record Stored(BlobStore.Blob blob) implements Original {}

    /** They are stored by the transaction that writes the row: both are there then, or neither is. Less than one chunk. */
    final class Enclosed implements Original {
        private final BlobStore.Blob blob;
        private final byte[] bytes;

        Enclosed(byte[] bytes) {
            this.blob = new BlobStore.Blob(ContentHash.of(bytes), bytes.length);
            this.bytes = bytes;
        }

        @Override
        public BlobStore.Blob blob() {
            return blob;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
