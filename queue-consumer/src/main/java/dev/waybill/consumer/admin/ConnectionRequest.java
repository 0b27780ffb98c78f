package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How a mailbox is reached, in a request: by {@code imap}, {@code graph} or {@code gmail}; IMAP if none is named. */
final class ConnectionRequest {
    private static final int LONGEST_USER = 320;
    private static final int LONGEST_NAME = 255;

    private ConnectionRequest() {}

    /** Problems are collected; what is returned then is of no use. */
    static Connection read(JsonFields fields, String address) {
        List<String> named =
                List.of("imap", "graph", "gmail").stream().filter(fields::given).toList();
        if (named.size() > 1) {
            fields.problem(named.getLast(), "is not used beside " + named.getFirst() + "; leave one of them out");
        }
        if (fields.given("graph")) {
            return graph(fields.inside("graph"), address);
        }
        if (fields.given("gmail")) {
            JsonFields gmail = fields.inside("gmail").only(Set.of("user"));
            return new Connection.Gmail(user(gmail, address));
        }
        String usualHost = SecretRequest.usualHost(fields);
        return usualHost.isEmpty() || fields.given("imap")
                ? imap(fields.inside("imap"), address, usualHost)
                : new Connection.Imap(usualHost, 993, Connection.Security.TLS, address.isBlank() ? "-" : address);
    }

    private static Connection graph(JsonFields graph, String address) {
        graph.only(Set.of("cloud", "user"));
        String cloud = graph.text("cloud", GraphCloud.GLOBAL.id(), 32).toLowerCase(Locale.ROOT);
        if (GraphCloud.of(cloud).isEmpty()) {
            graph.problem(
                    "cloud",
                    "must be one of "
                            + Arrays.stream(GraphCloud.values())
                                    .map(GraphCloud::id)
                                    .collect(Collectors.joining(", ")));
        }
        return new Connection.Graph(GraphCloud.of(cloud).orElse(GraphCloud.GLOBAL), user(graph, address));
    }

    private static String user(JsonFields fields, String address) {
        String user = fields.text("user", address, LONGEST_USER);
        try {
            return new Connection.Gmail(user).user();
        } catch (IllegalArgumentException e) {
            if (fields.given("user")) {
                fields.problem("user", "must be an address or an id, without blanks and slashes");
            }
            return "-";
        }
    }

    private static Connection.Imap imap(JsonFields imap, String address, String usualHost) {
        imap.only(Set.of("host", "port", "security", "username"));
        String host =
                usualHost.isEmpty() ? imap.required("host", LONGEST_NAME) : imap.text("host", usualHost, LONGEST_NAME);
        Connection.Security security = switch (imap.text("security", "tls", 16).toLowerCase(Locale.ROOT)) {
            case "tls" -> Connection.Security.TLS;
            case "starttls" -> Connection.Security.STARTTLS;
            case "none" -> Connection.Security.NONE;
            default -> {
                imap.problem("security", "must be tls, starttls or none");
                yield Connection.Security.TLS;
            }
        };
        int port = imap.number("port", security == Connection.Security.TLS ? 993 : 143, 1, 65_535);
        String username = imap.text("username", address, LONGEST_USER);
        // Problems are collected; a blank host or user must not end the reading here.
        return new Connection.Imap(host.isBlank() ? "-" : host, port, security, username.isBlank() ? "-" : username);
    }
}
