package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.devstack.http.Call;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A request with Graph's own conventions: keys in parentheses, preferences, OData parameters. */
record GraphRequest(Call call, List<String> prefers) {
    private static final Pattern KEY_IN_PARENTHESES = Pattern.compile("(\\w+)\\('([^']*)'\\)");
    private static final Pattern PAGE_SIZE = Pattern.compile("odata\\.maxpagesize=(\\d{1,6})");

    static GraphRequest of(Call call) {
        return new GraphRequest(
                call,
                call.headers().getOrDefault("prefer", List.of()).stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(preference -> preference.strip().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Where links lead: to the host that was asked, by whatever way the request came. */
    String base() {
        return "http://" + call.header("Host") + "/v1.0";
    }

    String method() {
        return call.method();
    }

    String query(String name) {
        return call.query(name);
    }

    /** The segments behind the version; {@code users('x')} counts as {@code users/x}. Empty under another version. */
    Deque<String> segments() {
        Deque<String> segments = new ArrayDeque<>();
        call.path().stream()
                .flatMap(segment -> {
                    Matcher key = KEY_IN_PARENTHESES.matcher(segment);
                    return key.matches() ? Stream.of(key.group(1), key.group(2)) : Stream.of(segment);
                })
                .forEach(segments::add);
        return "v1.0".equals(segments.poll()) ? segments : new ArrayDeque<>();
    }

    boolean immutableIds() {
        return prefers.contains("idtype=\"immutableid\"");
    }

    int pageSize(int usual, int most) throws GraphFailure {
        for (String preference : prefers) {
            Matcher size = PAGE_SIZE.matcher(preference);
            if (size.matches()) {
                return Math.clamp(Integer.parseInt(size.group(1)), 1, most);
            }
        }
        String top = query("$top");
        if (top.isEmpty()) {
            return usual;
        }
        if (!top.matches("[1-9]\\d{0,3}") || Integer.parseInt(top) > most) {
            throw GraphFailure.badRequest("The value of $top has to be from 1 to " + most + ".");
        }
        return Integer.parseInt(top);
    }

    /** What the real service ignores silently here and honours there is refused here everywhere. */
    void refuseQueryBut(Set<String> allowed) throws GraphFailure {
        for (Map.Entry<String, List<String>> parameter : call.query().entrySet()) {
            if (!allowed.contains(parameter.getKey()) || parameter.getValue().size() > 1) {
                throw GraphFailure.badRequest(
                        "The query parameter '" + parameter.getKey() + "' is not supported here.");
            }
        }
    }

    Set<String> selected() throws GraphFailure {
        String select = query("$select");
        if (select.isEmpty()) {
            return Set.of();
        }
        Set<String> names = Set.of(select.split(",", -1));
        for (String name : names) {
            if (!GraphMessage.PROPERTIES.contains(name)) {
                throw GraphFailure.badRequest("Could not find a property named '" + name + "' on type 'message'.");
            }
        }
        return names;
    }

    /** A parameter of an action; Microsoft's own SDK begins its name with a capital letter. */
    JsonNode parameter(String name) throws GraphFailure {
        JsonNode all = json();
        return all.has(name) ? all.path(name) : all.path(Character.toUpperCase(name.charAt(0)) + name.substring(1));
    }

    JsonNode json() throws GraphFailure {
        if (!call.isJson()) {
            throw new GraphFailure(415, "UnsupportedMediaType", "The content type has to be application/json.");
        }
        try {
            return call.json();
        } catch (IOException e) {
            throw GraphFailure.badRequest("Unable to read JSON request payload.");
        }
    }
}
