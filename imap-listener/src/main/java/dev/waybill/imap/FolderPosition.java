package dev.waybill.imap;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a folder was enqueued: every UID in scope up to {@code lastUid} went into the queue under this UIDVALIDITY. */
record FolderPosition(long uidValidity, long lastUid) {
    /** No position; no server has UIDVALIDITY 0 (RFC 9051 §2.3.1.1). */
    static final FolderPosition NONE = new FolderPosition(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,10}):([0-9]{1,10})");

    /** Reads what lies in Redis; anything that is not a position counts as none, and the folder is read again. */
    static FolderPosition parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new FolderPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : NONE;
    }

    /** The queue's name for the position of a folder. */
    static String field(UUID mailbox, String folder) {
        return mailbox + ":" + folder;
    }

    String text() {
        return uidValidity + ":" + lastUid;
    }

    FolderPosition upTo(long uid) {
        return uid > lastUid ? new FolderPosition(uidValidity, uid) : this;
    }

    boolean isBehind(FolderPosition other) {
        return uidValidity == other.uidValidity && lastUid < other.lastUid;
    }
}
