package dev.waybill.consumer.blob;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Removes what nobody can reach: pieces of puts that never ended, and blobs that no row names. Only what is older than a day: a mail
 * between its download and its commit is named by no row yet.
 */
public final class BlobSweeper {
    private static final Logger LOG = Logger.getLogger(BlobSweeper.class);
    private static final int PAGE = 500;

    private final BlobStore blobs;
    private final BlobReferences references;
    private final Duration age;

    public BlobSweeper(BlobStore blobs, BlobReferences references, Duration age) {
        this.blobs = blobs;
        this.references = references;
        this.age = age;
    }

    /** One pass over the store; returns how many blobs and unfinished puts went. */
    public int sweep() throws BlobUnavailableException {
        int unfinished = blobs.collectUnfinished(age);
        int unnamed = 0;
        Optional<ContentHash> after = Optional.empty();
        while (true) {
            List<ContentHash> page = blobs.olderThan(age, after, PAGE);
            if (page.isEmpty()) {
                break;
            }
            Set<ContentHash> candidates = new HashSet<>(page);
            candidates.removeAll(references.namedAmong(page));
            unnamed += candidates.isEmpty() ? 0 : blobs.delete(candidates, age);
            after = Optional.of(page.getLast());
        }
        if (unfinished + unnamed > 0) {
            LOG.infof("Blob sweep: %d unfinished and %d unnamed blobs older than %s removed", unfinished, unnamed, age);
        }
        return unfinished + unnamed;
    }
}
