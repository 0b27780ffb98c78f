package dev.waybill.cli.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A path of the admin API with its query, every part percent-encoded. */
final class ApiPath {
    private final StringBuilder path = new StringBuilder("/v1");
    private char separator = '?';

    private ApiPath() {}

    static ApiPath of(String... segments) {
        ApiPath made = new ApiPath();
        made.path.append(Arrays.stream(segments).map(s -> "/" + encode(s)).collect(Collectors.joining()));
        return made;
    }

    /** Leaves out what is null. */
    ApiPath with(String name, @Nullable Object value) {
        if (value != null) {
            path.append(separator).append(name).append('=').append(encode(value.toString()));
            separator = '&';
        }
        return this;
    }

    /** Leaves out what is false. */
    ApiPath flag(String name, boolean value) {
        return value ? with(name, "true") : this;
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
