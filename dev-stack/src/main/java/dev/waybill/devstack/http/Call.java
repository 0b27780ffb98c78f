package dev.waybill.devstack.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to a simulator, taken apart.
 *
 * @param path its segments, decoded
 * @param query a parameter that comes several times keeps all its values
 * @param headers by lower-case name
 */
public record Call(
        String method,
        List<String> path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 4 << 20;

    static Call of(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Call(
                exchange.getRequestMethod(),
                Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/", -1))
                        .map(Call::decoded)
                        .toList(),
                parameters(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(exchange.getRequestBody().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8));
    }

    /** A plus in a path is a plus. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> parameters(@Nullable String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                query.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), n -> new ArrayList<>())
                        .add(equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    /** The segments as a queue, to be taken from the front. */
    public Deque<String> segments() {
        return new ArrayDeque<>(path);
    }

    /** The first value of a parameter; empty if it is not there. */
    public String query(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    /** The first value of a header; empty if it is not there. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
    }

    /** The bearer token; empty if there is none. */
    public String bearer() {
        String authorization = header("Authorization");
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : "";
    }

    public boolean isJson() {
        return header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    /** The body as JSON; throws if it is none. */
    public JsonNode json() throws IOException {
        return JSON.readTree(body);
    }
}
