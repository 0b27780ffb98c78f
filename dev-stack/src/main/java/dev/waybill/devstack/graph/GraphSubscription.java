package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the simulator keeps it.
 *
 * @param folder the folder it is about; empty for all of them
 * @param immutableIds the kind of ids its notifications carry, fixed when it was made
 */
public record GraphSubscription(
        UUID id,
        String mailbox,
        String folder,
        String resource,
        Set<String> changeTypes,
        URI notificationUrl,
        @Nullable URI lifecycleNotificationUrl,
        String clientState,
        Instant expires,
        boolean immutableIds) {
    public GraphSubscription {
        changeTypes = Set.copyOf(changeTypes);
    }

    GraphSubscription until(Instant newExpiry) {
        return new GraphSubscription(
                id,
                mailbox,
                folder,
                resource,
                changeTypes,
                notificationUrl,
                lifecycleNotificationUrl,
                clientState,
                newExpiry,
                immutableIds);
    }

    /** The client state is never given back by a list. */
    ObjectNode json(boolean withClientState) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id.toString())
                .put("resource", resource)
                .put("changeType", String.join(",", changeTypes))
                .put("clientState", withClientState ? clientState : null)
                .put("notificationUrl", notificationUrl.toString())
                .put(
                        "lifecycleNotificationUrl",
                        lifecycleNotificationUrl == null ? null : lifecycleNotificationUrl.toString())
                .put("expirationDateTime", expires.toString())
                .put("latestSupportedTlsVersion", "v1_2");
    }
}
