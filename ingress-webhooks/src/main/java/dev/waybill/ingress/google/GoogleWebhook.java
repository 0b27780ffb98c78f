package dev.waybill.ingress.google;

import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.ingress.push.ReceivedBody;
import dev.waybill.mailbox.Provider;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code POST /webhooks/google}: Cloud Pub/Sub pushes what Gmail publishes; see docs/webhook-google.md. */
@Path("/webhooks/google")
final class GoogleWebhook {
    private static final int RETRY_SECONDS = 5;

    private final TokenCheck tokens;
    private final GoogleIntake intake;
    private final PushMetrics metrics;
    private final GmailPushReader reader = new GmailPushReader();

    GoogleWebhook(GoogleGate gate, GoogleIntake intake, PushMetrics metrics) {
        this.tokens = gate.tokens();
        this.intake = intake;
        this.metrics = metrics;
    }

    /** Takes one push. Nothing of the body is looked at before its sender is known. */
    @POST
    @RunOnVirtualThread
    public Response pushed(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, @Context RoutingContext request) {
        return switch (tokens.verify(authorization)) {
            case TokenCheck.Refused refused -> {
                metrics.refused(Provider.GMAIL, refused.reason());
                yield Response.status(401)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                        .build();
            }
            case TokenCheck.NoKeys noKeys -> {
                metrics.refused(Provider.GMAIL, "no_keys");
                yield unavailable();
            }
            case TokenCheck.Genuine genuine ->
                intake.take(reader.read(ReceivedBody.bytes(request)))
                        ? Response.accepted().build()
                        : unavailable();
        };
    }

    private static Response unavailable() {
        return Response.status(503)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }
}
