package dev.waybill.consumer.admin;

import dev.waybill.consumer.admin.TicketView.Attachment;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /v1/tickets/{ticket}/attachments/{number}}: one attachment, by the number that the ticket shows. */
@Path("/v1/tickets/{ticket}/attachments/{attachment}")
@RunOnVirtualThread
final class AttachmentResource {
    private final TicketReads tickets;
    private final Downloads downloads;

    AttachmentResource(TicketReads tickets, Downloads downloads) {
        this.tickets = tickets;
        this.downloads = downloads;
    }

    /** Its bytes. */
    @GET
    public Response download(@RestPath String ticket, @RestPath String attachment) {
        long number = Ids.number("attachment", attachment);
        Attachment file = tickets.attachment(Ids.number("ticket", ticket), number)
                .orElseThrow(() -> Refusal.notFound("ticket " + ticket + " has no attachment " + number));
        return downloads.of(file.sha256(), file.name(), file.size());
    }
}
