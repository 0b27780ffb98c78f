package dev.waybill.devstack.oauth;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The form of a request.
 *
 * @param problem why it is none, or empty
 * @param basicId the client's id from the Authorization header, or empty
 */
record TokenForm(Map<String, String> fields, String problem, String basicId, String basicSecret) {
    static TokenForm read(HttpExchange exchange, byte[] body, int limit) {
        Map<String, String> fields = new LinkedHashMap<>();
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (body.length > limit) {
            return broken("too large");
        }
        if (!type.replaceFirst(";.*", "").strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
            return broken("not a form");
        }
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                return broken("not a form");
            }
            String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
            String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            if (fields.put(name, value) != null) {
                return broken("a field stands twice");
            }
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            return new TokenForm(fields, "", "", "");
        }
        if (!header.startsWith("Basic ")) {
            return broken("not Basic");
        }
        String pair = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return new TokenForm(
                fields,
                colon < 1 ? "not Basic" : "",
                URLDecoder.decode(pair.substring(0, Math.max(0, colon)), StandardCharsets.UTF_8),
                URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
    }

    private static TokenForm broken(String problem) {
        return new TokenForm(Map.of(), problem, "", "");
    }

    String grantType() {
        return field("grant_type");
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
