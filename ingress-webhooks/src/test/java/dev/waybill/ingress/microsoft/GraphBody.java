package dev.waybill.ingress.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bodies as Graph posts them. */
final class GraphBody {
    private GraphBody() {}

    static byte[] of(String... elements) {
        return ("{\"value\":[" + String.join(",", Arrays.asList(elements)) + "],\"validationTokens\":[]}")
                .getBytes(UTF_8);
    }

    static String created(String subscription, String clientState, String message) {
        return """
            {"id":"n1","subscriptionId":"%s","subscriptionExpirationDateTime":"2026-12-01T00:00:00Z","clientState":"%s",\
            "changeType":"created","resource":"Users/u/Messages/%s","tenantId":"t",\
            "resourceData":{"@odata.type":"#Microsoft.Graph.Message","@odata.id":"Users/u/Messages/%s","id":"%s"}}\
            """.formatted(subscription, clientState, message, message, message);
    }

    static String event(String subscription, String clientState, String event) {
        return """
            {"subscriptionId":"%s","clientState":"%s","lifecycleEvent":"%s","tenantId":"t"}\
            """.formatted(subscription, clientState, event);
    }
}
