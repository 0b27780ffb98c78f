package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.token.OAuthFields;
import java.util.HashMap;
import java.util.Map;

/** The secret in a request: {@code password}, or {@code oauth} with its fields; exactly one of them. */
final class SecretRequest {
    private static final int LONGEST_PASSWORD = 4_096;
    private static final int LONGEST_FIELD = 16 * 1024;
    private static final Secret NONE = new Secret.Password("");

    private SecretRequest() {}

    static Secret read(JsonFields fields, Connection connection, AfterProcessing after, String address) {
        if (!fields.given("oauth") && connection instanceof Connection.Imap) {
            return new Secret.Password(password(fields));
        }
        if (fields.given("password")) {
            fields.problem("password", "is not used beside oauth; leave one of them out");
        }
        JsonFields oauth = fields.inside("oauth").only(OAuthFields.KNOWN);
        Map<String, String> given = new HashMap<>();
        for (String name : OAuthFields.KNOWN) {
            JsonNode value = oauth.raw(name);
            boolean keyFile = name.equals("serviceAccount") && value.isObject();
            if (oauth.given(name) && !value.isTextual() && !keyFile) {
                oauth.problem(name, "must be a text");
            } else if (oauth.given(name)) {
                String text = keyFile ? value.toString() : value.asText();
                if (text.length() > LONGEST_FIELD) {
                    oauth.problem(name, "has more than " + LONGEST_FIELD + " characters");
                }
                given.put(name, text);
            }
        }
        usual(connection, after, given.containsKey("refreshToken")).forEach(given::putIfAbsent);
        return switch (OAuthFields.read(given, connection.provider(), address)) {
            case OAuthFields.Read.Grant(var grant) -> grant;
            case OAuthFields.Read.Wrong(var problems) -> {
                problems.forEach(problem -> oauth.problem(problem.field(), problem.sentence()));
                yield NONE;
            }
        };
    }

    /** What a grant for an API needs not say: whose it is, in which cloud, and what it is to open. */
    private static Map<String, String> usual(Connection connection, AfterProcessing after, boolean signedIn) {
        boolean writes = !(after instanceof AfterProcessing.Keep);
        return switch (connection) {
            case Connection.Imap imap -> Map.of();
            case Connection.Graph(GraphCloud cloud, String user) ->
                Map.of(
                        "provider",
                        "microsoft",
                        "authority",
                        cloud.login().toString(),
                        "scope",
                        cloud.graph()
                                + (signedIn
                                        ? "/Mail.Read" + (writes ? "Write" : "") + " offline_access"
                                        : "/.default"));
            // A person's token opens what the person agreed to.
            case Connection.Gmail gmail ->
                signedIn
                        ? Map.of("provider", "google")
                        : Map.of(
                                "provider",
                                "google",
                                "scope",
                                "https://www.googleapis.com/auth/gmail." + (writes ? "modify" : "readonly"));
        };
    }

    /** The server that a provider's mailboxes have when none is named. */
    static String usualHost(JsonFields fields) {
        return switch (fields.raw("oauth").path("provider").asText("")) {
            case "microsoft" -> "outlook.office365.com";
            case "google" -> "imap.gmail.com";
            default -> fields.raw("oauth").has("serviceAccount") ? "imap.gmail.com" : "";
        };
    }

    private static String password(JsonFields fields) {
        JsonNode password = fields.raw("password");
        if (!password.isTextual() || password.asText().isEmpty()) {
            fields.problem("password", "is missing");
        } else if (password.asText().length() > LONGEST_PASSWORD) {
            fields.problem("password", "is longer than " + LONGEST_PASSWORD + " characters");
        }
        return password.asText();
    }
}
