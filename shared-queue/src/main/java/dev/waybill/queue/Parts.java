package dev.waybill.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * Shares work among the replicas of a service. The work lies in {@link #COUNT} parts; each part is leased to at most one replica, by a
 * fencing token. A replica renews its lease on all of its parts in one call; when it dies, its lease ends and the others take them.
 *
 * <p>A replica gives parts up by naming them in a renewal, after it has stopped working on them.
 */
public interface Parts {
    /** Enough to share evenly among some dozens of replicas, and few enough to send all of them every second. */
    int COUNT = 256;

    /**
     * Renews the lease of a replica, gives parts up, and takes free ones up to the replica's fair share.
     *
     * @param held what the replica works on; what the answer does not name any more is lost and must be left at once
     * @param givenUp parts that it has stopped working on
     */
    Leased renew(String replica, Duration lease, Collection<Part> held, Collection<Part> givenUp);

    /** Ends the lease of a replica: all its parts are free at once. */
    void leave(String replica);

    /** Who works on a part, if anybody does. */
    Optional<String> holder(int part);

    /** Which part a mailbox belongs to; the same in every process and every version. */
    static int of(UUID mailbox) {
        long mixed = (mailbox.getMostSignificantBits() ^ Long.rotateLeft(mailbox.getLeastSignificantBits(), 32))
                * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 56);
    }

    /** A part, and the token under which it was leased. */
    record Part(int number, long token) {
        public Part {
            if (number < 0 || number >= COUNT) {
                throw new IllegalArgumentException("part " + number + "; there are " + COUNT);
            }
        }
    }
}
