package dev.waybill.consumer.admin;

import dev.waybill.consumer.admin.TicketReads.Cursor;
import dev.waybill.consumer.admin.TicketReads.Wanted;
import dev.waybill.consumer.admin.TicketView.Comment;
import dev.waybill.consumer.admin.TicketView.Line;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tickets}: what became of the mails. */
@Path("/v1/tickets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class TicketsResource {
    private final TicketReads tickets;
    private final MailboxDirectory directory;

    TicketsResource(TicketReads tickets, MailboxDirectory directory) {
        this.tickets = tickets;
        this.directory = directory;
    }

    /** Last changed first. */
    @GET
    public TicketView.Page list(
            @RestQuery @Nullable String tenant,
            @RestQuery @Nullable String mailbox,
            @RestQuery @Nullable String status,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String cursor) {
        int most = Ids.limit(limit, 50);
        if (status != null && !Set.of("open", "closed").contains(status)) {
            throw Refusal.badField("status", "must be open or closed");
        }
        if (tenant != null && (tenant.isEmpty() || tenant.length() > 64)) {
            throw Refusal.badField("tenant", "must have 1 to 64 characters");
        }
        Cursor after = cursor == null ? null : cursor(cursor);
        UUID id = mailbox == null ? null : directory.find(mailbox).id();
        List<Line> page = tickets.page(new Wanted(tenant, id, status, after, most));
        return new TicketView.Page(
                page, page.size() < most ? null : Cursor.of(page.getLast()).toString());
    }

    /** With its mails, from behind the comment {@code after}. */
    @GET
    @Path("/{id}")
    public TicketView.Whole show(@RestPath String id, @RestQuery @Nullable String after) {
        long number = Ids.number("id", id);
        Line line = tickets.find(number).orElseThrow(() -> Refusal.notFound("there is no ticket " + number));
        List<Comment> comments = tickets.comments(number, after == null ? 0 : Ids.number("after", after));
        return TicketView.Whole.of(
                line,
                comments,
                comments.size() < TicketReads.COMMENTS
                        ? null
                        : comments.getLast().id());
    }

    private static Cursor cursor(String text) {
        int split = text.lastIndexOf('_');
        try {
            if (split > 0) {
                return new Cursor(
                        Instant.parse(text.substring(0, split)), Ids.number("cursor", text.substring(split + 1)));
            }
        } catch (DateTimeException e) {
            throw Refusal.badField("cursor", "is not one that a list gave");
        }
        throw Refusal.badField("cursor", "is not one that a list gave");
    }
}
