package dev.waybill.imap;

import java.util.BitSet;

/**
 * The UIDs just below a folder's position that were enqueued. Some servers let a lower UID appear after a higher one; what shows up
 * here and is not among these came late. A bit a UID, because there is one of these for each watched folder.
 */
final class LateUids {
    /** How far below the position is looked again. */
    static final int WINDOW = 100;

    private BitSet seen = new BitSet();
    private long base;
    private boolean primed;

    /** Forgets all. {@code primed} says that whatever is not seen from now on was not enqueued. */
    void restart(boolean primed) {
        seen = new BitSet();
        base = 0;
        this.primed = primed;
    }

    /** Whether this process has read the window before; until then an unknown UID says nothing. */
    boolean primed() {
        return primed;
    }

    void prime() {
        primed = true;
    }

    static long lowest(long lastUid) {
        return Math.max(1, lastUid - WINDOW + 1);
    }

    boolean knows(long uid) {
        return uid >= base && seen.get((int) Math.min(uid - base, Integer.MAX_VALUE));
    }

    void saw(long uid) {
        if (seen.isEmpty()) {
            base = lowest(uid);
        }
        if (uid - base >= 2L * WINDOW) {
            long moved = lowest(uid);
            long by = moved - base;
            seen = by >= seen.length() ? new BitSet() : seen.get((int) by, seen.length());
            base = moved;
        }
        if (uid >= base) {
            seen.set((int) (uid - base));
        }
    }
}
