package dev.waybill.ingress.microsoft;

import dev.waybill.ingress.push.ReceivedBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /webhooks/microsoft} and {@code /webhooks/microsoft/lifecycle}: Graph tells of mail; see docs/webhook-microsoft.md. */
@Path("/webhooks/microsoft")
final class MicrosoftWebhook {
    private static final int RETRY_SECONDS = 5;

    private final MicrosoftIntake intake;

    MicrosoftWebhook(MicrosoftIntake intake) {
        this.intake = intake;
    }

    /** Takes notifications, or answers the validation of the URL. */
    @POST
    @RunOnVirtualThread
    public Response notified(@Context UriInfo uri, @Context RoutingContext request) {
        return answer(uri, request);
    }

    /** The same for lifecycle notifications: an event says itself what it is, wherever it arrives. */
    @POST
    @Path("/lifecycle")
    @RunOnVirtualThread
    public Response lifecycle(@Context UriInfo uri, @Context RoutingContext request) {
        return answer(uri, request);
    }

    private Response answer(UriInfo uri, RoutingContext request) {
        Optional<String> asked = validation(uri, request);
        if (asked.isPresent()) {
            return ValidationToken.of(asked.get())
                    .map(token -> Response.ok(token.value(), MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                            .build())
                    .orElseGet(() -> Response.status(400).build());
        }
        if (!ReceivedBody.isJson(request)) {
            return Response.status(415).build();
        }
        return switch (intake.take(ReceivedBody.bytes(request))) {
            case TAKEN -> Response.accepted().build();
            case MALFORMED -> Response.status(400).build();
            case UNAVAILABLE ->
                Response.status(503)
                        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                        .build();
        };
    }

    /** Its name is spelt {@code validationToken}; other spellings were seen. */
    private static Optional<String> validation(UriInfo uri, RoutingContext request) {
        if (request.request().query() == null) {
            return Optional.empty();
        }
        return uri.getQueryParameters().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase("validationToken"))
                .map(Map.Entry::getValue)
                .map(List::getFirst)
                .findFirst();
    }
}
