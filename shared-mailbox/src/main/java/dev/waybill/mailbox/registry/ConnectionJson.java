package dev.waybill.mailbox.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;

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
        };
    }

    /** Throws {@link IllegalArgumentException} for what a later version stored. */
    static Connection read(String provider, String json) {
        if (!provider.equals("imap")) {
            throw new IllegalArgumentException("provider '" + provider + "' is not known to this version");
        }
        try {
            JsonNode node = JSON.readTree(json);
            return new Connection.Imap(
                    node.path("host").asText(),
                    node.path("port").asInt(),
                    Security.valueOf(node.path("security").asText()),
                    node.path("username").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the connection is not JSON", e);
        }
    }
}
