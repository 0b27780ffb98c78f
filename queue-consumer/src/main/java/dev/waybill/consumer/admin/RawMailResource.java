package dev.waybill.consumer.admin;

import dev.waybill.queue.PointerId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /v1/messages/{pointer}/raw}: a mail as the provider gave it. */
@Path("/v1/messages/{pointer}/raw")
@RunOnVirtualThread
final class RawMailResource {
    private final LedgerRows ledger;
    private final Downloads downloads;

    RawMailResource(LedgerRows ledger, Downloads downloads) {
        this.ledger = ledger;
        this.downloads = downloads;
    }

    /** Its bytes. */
    @GET
    public Response download(@RestPath String pointer) {
        PointerId id = Ids.pointer(pointer);
        LedgerRowView row = ledger.byPointer(id).stream()
                .filter(r -> r.rawSha256() != null)
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("no raw mail is kept of pointer " + pointer));
        return downloads.of(String.valueOf(row.rawSha256()), pointer + ".eml", row.size());
    }
}
