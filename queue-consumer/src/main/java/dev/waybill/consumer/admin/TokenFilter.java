package dev.waybill.consumer.admin;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Stops every request without the admin token before anything is looked up, whatever its path. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
final class TokenFilter implements ContainerRequestFilter {
    /** Filters are made before the configuration of the run is there. */
    private final Instance<AdminToken> token;

    TokenFilter(Instance<AdminToken> token) {
        this.token = token;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        switch (token.get().check(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            case AdminToken.Verdict.Welcome w -> {
                return;
            }
            case AdminToken.Verdict.Refused refused -> request.abortWith(refusal(refused));
        }
    }

    private static Response refusal(AdminToken.Verdict.Refused refused) {
        Response.ResponseBuilder response = Response.status(refused.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(refused.sentence(), null));
        if (refused.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"waybill\"");
        }
        return response.build();
    }
}
