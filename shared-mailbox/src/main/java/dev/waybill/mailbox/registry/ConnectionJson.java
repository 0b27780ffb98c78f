package dev.waybill.mailbox.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.GraphCloud;

/** The JSON of {@code mailbox.connection}. */
final class ConnectionJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConnectionJson() {}

    static String write(Connection connection) {
        return switch (connection) {
            case Connection.Imap(String host, int port, Security security, String username) ->
                JSON.createObjectNode()
                        .put("host", host)
                        .put("port", port)
                        .put("security", security.name())
                        .put("username", username)
                        .toString();
            case Connection.Graph(GraphCloud cloud, String user) ->
                JSON.createObjectNode()
                        .put("cloud", cloud.id())
                        .put("user", user)
                        .toString();
            case Connection.Gmail(String user) ->
                JSON.createObjectNode().put("user", user).toString();
        };
    }

    /** Throws {@link IllegalArgumentException} for what a later version stored. */
    static Connection read(String provider, String json) {
        try {
            JsonNode node = JSON.readTree(json);
            return switch (provider) {
                case "imap" ->
                    new Connection.Imap(
                            node.path("host").asText(),
                            node.path("port").asInt(),
                            Security.valueOf(node.path("security").asText()),
                            node.path("username").asText());
                case "graph" ->
                    new Connection.Graph(
                            cloud(node.path("cloud").asText()),
                            node.path("user").asText());
                case "gmail" -> new Connection.Gmail(node.path("user").asText());
                default ->
                    throw new IllegalArgumentException("provider '" + provider + "' is not known to this version");
            };
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the connection is not JSON", e);
        }
    }

    private static GraphCloud cloud(String id) {
        return GraphCloud.of(id)
                .orElseThrow(() -> new IllegalArgumentException("cloud '" + id + "' is not known to this version"));
    }
}
