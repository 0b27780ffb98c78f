package dev.waybill.consumer.blob;

import java.util.Collection;
import java.util.Set;

/** Which blobs some row names. */
public interface BlobReferences {
    Set<ContentHash> namedAmong(Collection<ContentHash> hashes);
}
