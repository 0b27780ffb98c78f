package dev.waybill.ingress;

import dev.waybill.ingress.SignatureCheck.SignedHeaders;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /webhooks/imap}: external listeners say which mails they noticed; see docs/webhook-imap.md. */
@Path("/webhooks/imap")
final class ImapWebhook {
    private static final byte[] EMPTY = {};

    private final ImapIntake intake;

    ImapWebhook(ImapIntake intake) {
        this.intake = intake;
    }

    /** Takes one push. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response receive(
            @HeaderParam("Waybill-Key") @Nullable String key,
            @HeaderParam("Waybill-Timestamp") @Nullable String timestamp,
            @HeaderParam("Waybill-Signature") @Nullable String signature,
            @Context RoutingContext request) {
        return response(intake.take(new SignedHeaders(key, timestamp, signature), body(request)));
    }

    /** Received whole by {@link RequestGuard}. */
    private static byte[] body(RoutingContext request) {
        Buffer received = request.body().buffer();
        return received == null ? EMPTY : received.getBytes();
    }

    private static Response response(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> Response.accepted(accepted).build();
            case Answer.Unauthenticated unauthenticated ->
                json(
                                401,
                                new Problem(
                                        "not authenticated: the key is unknown, the timestamp is too far off, or the"
                                                + " signature does not match the body"))
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Waybill-Signature")
                        .build();
            case Answer.TooOften often ->
                json(429, new Problem("too many requests under this key"))
                        .header(HttpHeaders.RETRY_AFTER, seconds(often.retryAfter()))
                        .build();
            case Answer.Malformed malformed ->
                json(400, new Errors(malformed.errors())).build();
            case Answer.UnknownMailbox unknown ->
                json(404, new Errors(unknown.errors())).build();
            case Answer.Unavailable unavailable ->
                json(503, new Problem(unavailable.problem() + "; send the same request again"))
                        .header(HttpHeaders.RETRY_AFTER, seconds(unavailable.retryAfter()))
                        .build();
        };
    }

    private static Response.ResponseBuilder json(int status, Object entity) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(entity);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    record Problem(String error) {}

    record Errors(List<FieldError> errors) {
        Errors {
            errors = List.copyOf(errors);
        }
    }
}
