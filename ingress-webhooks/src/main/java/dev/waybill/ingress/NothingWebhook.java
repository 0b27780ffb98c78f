package dev.waybill.ingress;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * {@code POST /webhooks/nothing}: receives a request as every webhook does, and answers 202 without looking at it. What the server
 * itself can do, for {@code waybill bench ingress} to compare with; 404 unless it was asked for.
 */
@Path("/webhooks/nothing")
final class NothingWebhook {
    private final boolean open;

    NothingWebhook(IngressConfig config) {
        this.open = config.benchEndpoint();
    }

    /** Does nothing. */
    @POST
    @RunOnVirtualThread
    public Response receive() {
        return Response.status(open ? 202 : 404).build();
    }
}
