package dev.waybill.mailbox;

import java.util.Optional;
import java.util.UUID;

/** Per folder: what PostgreSQL knows of how complete it is. Redis only accelerates; after a wipe, re-reading starts here. */
public interface FolderMarks {
    Optional<FolderMark> find(UUID mailbox, String folder);

    /** Inserts the mark of a folder's new UIDVALIDITY, or returns the one that is there already. */
    FolderMark begin(FolderMark mark);

    /** All UIDVALIDITYs of all folders of a mailbox, newest first. */
    java.util.List<FolderMark> all(UUID mailbox);

    /** Moves {@code completeUntil} of this UIDVALIDITY forward, never back; returns whether it moved. */
    boolean complete(UUID mailbox, String folder, long uidValidity, long completeUntil);

    /**
     * One UIDVALIDITY of one folder.
     *
     * @param startUid the first UID in scope
     * @param completeUntil every UID in scope up to this one is in the ledger; moved by reconciliation only
     */
    record FolderMark(UUID mailbox, String folder, long uidValidity, long startUid, long completeUntil) {}
}
