package dev.waybill.mailbox.file;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.token.OAuthFields;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** mail_room's {@code inbox_options} of a mailbox of Microsoft 365. */
record GraphOptions(Connection.Graph connection, OAuth grant) {
    private static final Map<String, String> FIELDS =
            Map.of("tenant_id", "tenant", "client_id", "clientId", "client_secret", "clientSecret");

    /** Throws {@link IllegalArgumentException} with a sentence, which quotes no value. */
    static GraphOptions read(Map<String, String> options, String email) {
        GraphCloud cloud = cloud(options.getOrDefault("graph_endpoint", ""));
        Map<String, String> given = new HashMap<>(Map.of("provider", "microsoft"));
        given.put(
                "authority",
                options.getOrDefault("azure_ad_endpoint", cloud.login().toString()));
        given.put("scope", cloud.graph() + "/.default");
        FIELDS.forEach((option, field) -> given.put(field, options.getOrDefault(option, "")));
        return switch (OAuthFields.read(given, Provider.GRAPH, email)) {
            case OAuthFields.Read.Grant(var grant) -> new GraphOptions(new Connection.Graph(cloud, email), grant);
            case OAuthFields.Read.Wrong(var problems) ->
                throw new IllegalArgumentException(problems.stream()
                        .map(problem -> "inbox_options: " + problem.field() + " " + problem.sentence())
                        .collect(Collectors.joining("; ")));
        };
    }

    private static GraphCloud cloud(String endpoint) {
        if (endpoint.isBlank()) {
            return GraphCloud.GLOBAL;
        }
        String plain = endpoint.strip().replaceFirst("/+$", "");
        return Arrays.stream(GraphCloud.values())
                .filter(cloud -> cloud.graph().equals(URI.create(plain)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "inbox_options: graph_endpoint is none of a cloud of Microsoft 365, such as "
                                + GraphCloud.US_GOV.graph()));
    }
}
