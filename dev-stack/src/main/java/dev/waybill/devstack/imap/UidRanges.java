package dev.waybill.devstack.imap;

import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;

/** The UIDs that a set such as {@code 1:3,7,9:*} names in a folder. */
final class UidRanges {
    private UidRanges() {}

    /** Takes a UID. */
    @FunctionalInterface
    interface Taker {
        void take(long uid) throws IOException;
    }

    static boolean isSet(String word) {
        return word.matches("[0-9*][0-9*:,]*");
    }

    static void each(ScriptedFolder folder, String set, Taker taker) throws IOException {
        if (set.isEmpty()) {
            return;
        }
        long highest = folder.highest();
        for (String range : set.split(",", -1)) {
            String[] ends = range.split(":", -1);
            long one = number(ends[0], highest);
            long other = number(ends[ends.length - 1], highest);
            long last = Math.min(Math.max(one, other), highest);
            for (long uid = folder.next(Math.min(one, other)); uid > 0 && uid <= last; uid = folder.next(uid + 1)) {
                taker.take(uid);
            }
        }
    }

    /** The UIDs of the mails at these places, as a set. */
    static String ofSequences(ScriptedFolder folder, String set) {
        List<Long> all = folder.all();
        StringJoiner uids = new StringJoiner(",");
        for (String range : set.split(",", -1)) {
            String[] ends = range.split(":", -1);
            long one = number(ends[0], all.size());
            long other = number(ends[ends.length - 1], all.size());
            for (long place = Math.min(one, other); place <= Math.min(Math.max(one, other), all.size()); place++) {
                uids.add(all.get((int) place - 1).toString());
            }
        }
        return uids.toString();
    }

    /** A star is the last mail, also where the folder has none beyond (RFC 3501 §6.4.8). */
    private static long number(String text, long highest) {
        return text.equals("*") ? highest : Long.parseLong(text);
    }
}
