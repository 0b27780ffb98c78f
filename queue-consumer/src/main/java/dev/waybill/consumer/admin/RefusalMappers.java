package dev.waybill.consumer.admin;

import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what went wrong into a status and a JSON {@link Problem}. What nobody expected is logged under a number that the answer names. */
final class RefusalMappers {
    private static final Logger LOG = Logger.getLogger(RefusalMappers.class);

    /** What this package refuses. */
    @ServerExceptionMapper
    public Response refused(Refusal refusal) {
        return answer(refusal.status(), refusal.problem());
    }

    /** Redis did not answer. */
    @ServerExceptionMapper
    public Response queueUnavailable(QueueUnavailableException e) {
        return answer(
                503,
                new Problem(
                        "Redis does not answer, so nothing is known about the outcome: " + e.getMessage()
                                + ". Try again; every verb may be repeated",
                        null));
    }

    /** Redis is full. */
    @ServerExceptionMapper
    public Response queueFull(QueueFullException e) {
        return answer(503, new Problem(String.valueOf(e.getMessage()), null));
    }

    /** A script failed. */
    @ServerExceptionMapper
    public Response queueBroken(QueueScriptException e) {
        return unexpected(e);
    }

    /** PostgreSQL did not answer. */
    @ServerExceptionMapper
    public Response registryUnavailable(RegistryUnavailableException e) {
        return answer(
                503,
                new Problem(e.getMessage() + ". Try again once it is back; mail waits in the queue meanwhile", null));
    }

    /** PostgreSQL did not answer. */
    @ServerExceptionMapper
    public Response databaseUnavailable(DatabaseUnavailableException e) {
        return answer(
                503,
                new Problem(e.getMessage() + ". Try again once it is back; mail waits in the queue meanwhile", null));
    }

    /** What the framework refuses: unknown path, wrong method, wrong media type. */
    @ServerExceptionMapper
    public Response refusedByTheFramework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return status >= 500 ? unexpected(e) : answer(status, new Problem(sentence(status), null));
    }

    /** A defect. */
    @ServerExceptionMapper
    public Response unexpected(Exception e) {
        String number = UUID.randomUUID().toString();
        LOG.errorf(e, "admin request failed, number %s", number);
        return answer(
                500,
                new Problem(
                        "this is a defect of Waybill; the log of queue-consumer tells more under number " + number,
                        null));
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 ->
                "there is no such address in the admin API; see /v1/mailboxes, /v1/queue, /v1/dlq, /v1/messages, /v1/tickets";
            case 405 -> "this address does not know that method";
            case 406 -> "the admin API answers in JSON only";
            case 413 -> "the request is too large";
            case 415 -> "the admin API reads JSON only (and YAML at /v1/mailboxes/import)";
            default -> "the request was refused with status " + status;
        };
    }

    private static Response answer(int status, Problem problem) {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(problem);
        if (status == 503) {
            response.header("Retry-After", "5");
        }
        return response.build();
    }
}
