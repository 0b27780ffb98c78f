package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Busiest;
import dev.waybill.queue.ClaimHolder;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.QueueControl;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/queue/details}: which mailboxes wait most, and which consumers hold what. Walks over busy mailboxes and claims, so it is
 * for people who ask; {@code /v1/queue} is for those who ask all the time.
 */
@Path("/v1/queue/details")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class QueueDetailsResource {
    private static final int USUAL = 10;

    private final QueueControl queue;
    private final MailboxDirectory directory;

    QueueDetailsResource(QueueControl queue, MailboxDirectory directory) {
        this.queue = queue;
        this.directory = directory;
    }

    @GET
    public Details details(@RestQuery @Nullable String limit) {
        Busiest busiest = queue.busiest(Ids.limit(limit, USUAL));
        Map<MailboxKey, Mailbox> mailboxes = busiest.top().isEmpty() ? Map.of() : directory.byKey();
        return new Details(
                busiest.oldestWaitingMillis(),
                busiest.mailboxes(),
                busiest.top().stream()
                        .map(m -> BusyMailbox.of(m, mailboxes.get(m.mailbox())))
                        .toList(),
                queue.consumers());
    }

    /** {@code waitingMailboxes}: how many have anything waiting in their lanes. */
    record Details(
            long oldestWaitingMillis, long waitingMailboxes, List<BusyMailbox> busiest, List<ClaimHolder> consumers) {}

    /** {@code mailbox} and {@code address} are null when it is not connected any more. */
    record BusyMailbox(
            String mailboxKey,
            @Nullable UUID mailbox,
            @Nullable String address,
            long waiting,
            long active,
            boolean held,
            long oldestWaitingMillis) {
        static BusyMailbox of(Busiest.Mailbox m, @Nullable Mailbox mailbox) {
            return new BusyMailbox(
                    m.mailbox().value(),
                    mailbox == null ? null : mailbox.id(),
                    mailbox == null ? null : mailbox.address(),
                    m.waiting(),
                    m.active(),
                    m.held(),
                    m.oldestWaitingMillis());
        }
    }
}
