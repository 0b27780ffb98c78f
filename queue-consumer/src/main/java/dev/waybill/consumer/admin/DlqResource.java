package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.PointerId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/dlq}: reads the dead letters. */
@Path("/v1/dlq")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class DlqResource {
    private final DeadLetters dlq;
    private final MailboxDirectory directory;
    private final LedgerRows ledger;

    DlqResource(DeadLetters dlq, MailboxDirectory directory, LedgerRows ledger) {
        this.dlq = dlq;
        this.directory = directory;
        this.ledger = ledger;
    }

    /** Oldest first. */
    @GET
    public Page list(
            @RestQuery @Nullable String mailbox,
            @RestQuery @Nullable String reason,
            @RestQuery @Nullable String kind,
            @RestQuery @Nullable String olderThan,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        int most = Ids.limit(limit, 100);
        DeadLetterCursor from = DlqFilter.cursor(cursor);
        DeadLetters.Page found = dlq.page(DlqFilter.of(directory, mailbox, reason, kind, olderThan), from, most);
        Map<MailboxKey, Mailbox> mailboxes = found.letters().isEmpty() ? Map.of() : directory.byKey();
        return new Page(
                found.letters().stream()
                        .map(l -> DeadLetterView.of(l, mailboxes.get(l.id().mailbox()), null))
                        .toList(),
                found.next().map(DeadLetterCursor::toString).orElse(null),
                dlq.count());
    }

    /** One, with its history and its row in the ledger. */
    @GET
    @Path("/{id}")
    public DeadLetterView show(@RestPath String id) {
        PointerId pointer = Ids.pointer(id);
        DeadLetter letter = dlq.show(pointer)
                .orElseThrow(() -> Refusal.notFound("no dead letter " + id
                        + ": it was replayed or dropped, or never died; `waybill trace " + id + "` tells its life"));
        return DeadLetterView.of(
                letter,
                directory.byKey().get(pointer.mailbox()),
                ledger.byPointer(pointer).stream().findFirst().orElse(null));
    }

    /** {@code total} counts all dead letters, whatever the filter. */
    record Page(List<DeadLetterView> entries, @Nullable String next, long total) {}
}
