package dev.waybill.mailbox.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;

/** UIDs in the sets of IMAP: neighbours as ranges, and no more than fit on a command line that every server takes. */
final class UidSets {
    /** Two UIDs of ten digits, a colon and a comma each: a line of at most 7,700 characters (RFC 7162 §4 asks for 8,192). */
    private static final int MOST_RANGES = 350;

    private UidSets() {}

    /** One set: its text, and what it stands for. */
    record UidSet(String text, SortedSet<Long> uids) {}

    static List<UidSet> split(SortedSet<Long> uids) {
        return split(uids, Integer.MAX_VALUE, Long.MAX_VALUE, uid -> 0);
    }

    /** Splits also where a set would have too many mails, or mails of too many bytes together; each holds at least one. */
    static List<UidSet> split(SortedSet<Long> uids, int mostUids, long mostBytes, LongUnaryOperator size) {
        List<UidSet> sets = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        SortedSet<Long> part = new TreeSet<>();
        int ranges = 0;
        long bytes = 0;
        long first = -1;
        long last = -1;
        for (long uid : uids) {
            long more = size.applyAsLong(uid);
            boolean neighbour = first >= 0 && uid == last + 1;
            boolean full = part.size() >= mostUids || bytes + more > mostBytes || (!neighbour && ranges >= MOST_RANGES);
            if (first >= 0 && (full || !neighbour)) {
                append(text, first, last);
                first = -1;
            }
            if (full && !part.isEmpty()) {
                sets.add(new UidSet(text.toString(), part));
                text = new StringBuilder();
                part = new TreeSet<>();
                ranges = 0;
                bytes = 0;
            }
            if (first < 0) {
                first = uid;
                ranges++;
            }
            last = uid;
            part.add(uid);
            bytes += more;
        }
        if (first >= 0) {
            append(text, first, last);
            sets.add(new UidSet(text.toString(), part));
        }
        return sets;
    }

    private static void append(StringBuilder text, long first, long last) {
        if (!text.isEmpty()) {
            text.append(',');
        }
        text.append(first);
        if (last > first) {
            text.append(':').append(last);
        }
    }
}
