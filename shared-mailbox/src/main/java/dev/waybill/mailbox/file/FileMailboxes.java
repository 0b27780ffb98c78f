package dev.waybill.mailbox.file;

import dev.waybill.mailbox.NewMailbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The mailboxes that a file describes, in the registry. Of several replicas one leads for a while; what another one writes is refused
 * by the same statement, so that a replica that was stopped for long undoes nothing.
 */
public interface FileMailboxes {
    /** Whether we lead now, for so long. */
    boolean lead(Duration atMost);

    /** All mailboxes of a tenant that are connected, whoever described them. */
    List<Known> all(String tenant);

    /** Whether the description is the one that was applied last. */
    boolean isSame(Known known, NewMailbox described);

    /** Connects one; its id, or empty if we lead no more. */
    Optional<UUID> add(NewMailbox described);

    /** Changes one in place: it keeps its id, its ledger and its positions. A pause that was the file's ends. */
    boolean change(UUID id, NewMailbox described);

    /** It is described no more: it is paused, and nothing of it is lost. False if it was paused, or we lead no more. */
    boolean pauseAbsent(UUID id);

    /** It is described again as it was: a pause that was the file's ends. */
    boolean resumePresent(UUID id);

    void report(String json);

    /** The last report, as JSON. */
    Optional<String> lastReport();

    /**
     * A connected mailbox.
     *
     * @param fromFile whether a file described it
     * @param absent whether it is paused because the file describes it no more
     * @param mark of the description that was applied last; empty if it was connected through the API
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way from one column; never compared
    record Known(UUID id, String address, boolean fromFile, boolean absent, byte[] mark) {}
}
