package dev.waybill.consumer.admin;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Refuses changing requests with a query parameter that nobody reads: {@code dry_run=true} must not change anything. */
@Provider
final class StrictParameters implements ContainerRequestFilter {
    private static final Set<String> READ = Set.of("dryRun", "timeout", "tenant", "since");

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.GET)) {
            return;
        }
        for (String name : request.getUriInfo().getQueryParameters().keySet()) {
            if (!READ.contains(name)) {
                throw Refusal.badField(
                        name,
                        "is not known here; known are "
                                + String.join(", ", READ.stream().sorted().toList()));
            }
        }
    }
}
