package dev.waybill.mailbox.imap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.mailbox.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How an access token is shown to a server: OAUTHBEARER (RFC 7628), or XOAUTH2, which Microsoft and Google had before it. */
enum OAuthExchange {
    OAUTHBEARER("n,a=%s,\001host=%s\001port=%d\001auth=Bearer %s\001\001", "\001"),
    XOAUTH2("user=%1$s\001auth=Bearer %4$s\001\001", "");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String message;
    /** What the client says to the error that the server tells, so that the server may refuse (RFC 7628 §3.2.3). */
    private final String acknowledgement;

    OAuthExchange(String message, String acknowledgement) {
        this.message = message;
        this.acknowledgement = acknowledgement;
    }

    /** The standard one where the server has both. */
    static Optional<OAuthExchange> offeredBy(ImapWire wire) {
        for (OAuthExchange exchange : values()) {
            if (wire.hasCapability("AUTH=" + exchange)) {
                return Optional.of(exchange);
            }
        }
        return Optional.empty();
    }

    String initial(Connection.Imap target, String token) {
        String user = this == OAUTHBEARER ? gs2(target.username()) : target.username();
        return base64(message.formatted(user, target.host(), target.port(), token));
    }

    String acknowledgement() {
        return base64(acknowledgement);
    }

    /** RFC 5801 §4: a comma and an equals sign would end the name. */
    private static String gs2(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the server told, in a few words: its status and the scope that it wants; empty if it told nothing that can be read. */
    static String told(String challenge) {
        try {
            JsonNode json = JSON.readTree(Base64.getDecoder().decode(challenge.strip()));
            String status = json.path("status").asText("");
            String scope = json.path("scope").asText("");
            return ServerWords.quoted((status.isEmpty() ? "" : "status " + status)
                    + (scope.isEmpty() ? "" : (status.isEmpty() ? "" : ", ") + "scope " + scope));
        } catch (IOException | IllegalArgumentException unreadable) {
            return "";
        }
    }
}
