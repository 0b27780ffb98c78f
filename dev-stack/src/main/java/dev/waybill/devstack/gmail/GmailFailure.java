package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Reply;
import java.util.Locale;

/** A request that is refused; carries the status and the reason that Gmail answers with. */
final class GmailFailure extends Exception {
    private final int status;
    private final String reason;
    private final String retryAfter;

    GmailFailure(int status, String reason, String message) {
        this(status, reason, message, "");
    }

    GmailFailure(int status, String reason, String message, String retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    static GmailFailure invalid(String message) {
        return new GmailFailure(400, "invalidArgument", message);
    }

    static GmailFailure notFound() {
        return new GmailFailure(404, "notFound", "Requested entity was not found.");
    }

    static GmailFailure forbidden(String message) {
        return new GmailFailure(403, "insufficientPermissions", message);
    }

    Reply reply() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error").put("code", status).put("message", getMessage());
        error.putArray("errors")
                .addObject()
                .put("message", getMessage())
                .put("domain", status == 429 || reason.contains("imit") ? "usageLimits" : "global")
                .put("reason", reason);
        error.put("status", word());
        Reply reply = Reply.json(status, body);
        if (status == 401) {
            reply = reply.with(
                    "WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
        }
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    private String word() {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            default -> reason.toUpperCase(Locale.ROOT);
        };
    }
}
