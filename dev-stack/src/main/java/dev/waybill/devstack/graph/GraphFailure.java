package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Reply;
import java.time.Instant;
import java.util.UUID;

/** A request that is refused; carries the status and the code that Graph answers with. */
final class GraphFailure extends Exception {
    private final int status;
    private final String code;
    private final String retryAfter;

    GraphFailure(int status, String code, String message) {
        this(status, code, message, "");
    }

    private GraphFailure(int status, String code, String message, String retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static GraphFailure badRequest(String message) {
        return new GraphFailure(400, "BadRequest", message);
    }

    static GraphFailure notFound(String code) {
        return new GraphFailure(404, code, "The specified object was not found in the store.");
    }

    static GraphFailure denied() {
        return new GraphFailure(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    static GraphFailure throttled(long seconds, String message) {
        return new GraphFailure(429, "ApplicationThrottled", message, Long.toString(seconds));
    }

    static GraphFailure asked(int status, String code, String retryAfter) {
        return new GraphFailure(status, code, "A fault that was asked for.", retryAfter);
    }

    Reply reply(Instant now) {
        String request = UUID.randomUUID().toString();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("code", code)
                .put("message", getMessage())
                .putObject("innerError")
                .put("date", now.toString())
                .put("request-id", request)
                .put("client-request-id", request);
        Reply reply = Reply.json(status, body).with("request-id", request);
        if (status == 401) {
            reply = reply.with("WWW-Authenticate", "Bearer realm=\"\", error=\"invalid_token\"");
        }
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }
}
