package dev.waybill.ingress;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers what nobody expected: the log has the defect, the caller learns nothing of our insides. */
final class ErrorAnswers {
    private static final Logger LOG = Logger.getLogger(ErrorAnswers.class);

    /** Maps whatever reaches the edge. */
    @ServerExceptionMapper
    public Response answer(RuntimeException defect) {
        if (defect instanceof WebApplicationException expected) {
            return expected.getResponse();
        }
        LOG.error("A request failed by a defect; its sender is told to repeat it", defect);
        return Response.serverError()
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ImapWebhook.Problem("the request failed unexpectedly; send it again"))
                .build();
    }
}
