package dev.waybill.message.header;

import dev.waybill.message.text.TextDecoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value with parameters, as of Content-Type and Content-Disposition: RFC 2045, with the continuations and charsets of RFC 2231, and
 * read leniently (unquoted values with spaces, quotes that never end, missing semicolons).
 *
 * @param value in lower case, without comments
 * @param parameters by lower-case name, decoded
 */
public record ParameterizedValue(String value, Map<String, String> parameters) {
    static final ParameterizedValue EMPTY = new ParameterizedValue("", Map.of());
    private static final int MOST_PARAMETERS = 200;
    private static final int MOST_SEGMENTS = 999;

    public ParameterizedValue {
        parameters = Map.copyOf(parameters);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public static ParameterizedValue parse(String raw) {
        Scanner scanner = new Scanner(raw);
        String value = scanner.value();
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, SortedMap<Integer, Segment>> extended = new LinkedHashMap<>();
        for (int n = 0; n < MOST_PARAMETERS && scanner.more(); n++) {
            scanner.parameter(plain, extended);
        }
        Map<String, String> decoded = new HashMap<>(plain);
        extended.forEach((name, segments) -> decoded.put(name, join(segments)));
        return new ParameterizedValue(value.toLowerCase(Locale.ROOT), decoded);
    }

    /** One part of a continued parameter; an extended one is percent-encoded, and the first names the charset. */
    private record Segment(String text, boolean extended) {}

    private static String join(SortedMap<Integer, Segment> segments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String charset = "";
        boolean first = true;
        for (Segment segment : segments.values()) {
            String text = segment.text;
            if (segment.extended) {
                int quote = first ? text.indexOf('\'') : -1;
                int second = quote < 0 ? -1 : text.indexOf('\'', quote + 1);
                if (second >= 0) {
                    charset = text.substring(0, quote);
                    text = text.substring(second + 1);
                }
                percentDecode(text, bytes);
            } else {
                bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
            first = false;
        }
        return TextDecoding.decode(bytes.toByteArray(), charset);
    }

    private static void percentDecode(String text, ByteArrayOutputStream to) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                to.write((high << 4) | low);
                i += 2;
            } else {
                to.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Reads the raw text from left to right, once. */
    private static final class Scanner {
        private final String raw;
        private int at;

        Scanner(String raw) {
            this.raw = raw;
        }

        boolean more() {
            return at < raw.length();
        }

        /** Up to the first semicolon or white space behind the value: {@code text/html charset=x} lacks its semicolon. */
        String value() {
            StringBuilder value = new StringBuilder();
            while (more()) {
                char c = raw.charAt(at);
                if (c == ';') {
                    at++;
                    break;
                }
                if (c == '(') {
                    skipComment();
                } else if (Character.isWhitespace(c)) {
                    skipWhiteSpace();
                    if (!value.isEmpty()
                            && value.charAt(value.length() - 1) != '/'
                            && !(more() && raw.charAt(at) == '/')) {
                        break;
                    }
                } else {
                    at++;
                    if (c != '"') {
                        value.append(c);
                    }
                }
            }
            return value.toString();
        }

        void parameter(Map<String, String> plain, Map<String, SortedMap<Integer, Segment>> extended) {
            StringBuilder name = new StringBuilder();
            while (more() && raw.charAt(at) != '=' && raw.charAt(at) != ';') {
                char c = raw.charAt(at);
                if (c == '(') {
                    skipComment();
                } else {
                    if (!Character.isWhitespace(c)) {
                        name.append(c);
                    }
                    at++;
                }
            }
            if (!more() || raw.charAt(at) == ';') {
                at++;
                return;
            }
            at++;
            put(name.toString().toLowerCase(Locale.ROOT), parameterValue(), plain, extended);
        }

        private static void put(
                String name,
                String value,
                Map<String, String> plain,
                Map<String, SortedMap<Integer, Segment>> extended) {
            int star = name.indexOf('*');
            if (name.isEmpty() || star == 0) {
                return;
            }
            if (star < 0) {
                plain.putIfAbsent(name, value);
                return;
            }
            boolean encoded = name.endsWith("*");
            String number = encoded ? name.substring(star, name.length() - 1) : name.substring(star);
            int index = 0;
            if (number.length() > 1) {
                if (number.length() > 4 || !number.substring(1).chars().allMatch(c -> c >= '0' && c <= '9')) {
                    return;
                }
                index = Integer.parseInt(number.substring(1));
            }
            SortedMap<Integer, Segment> segments =
                    extended.computeIfAbsent(name.substring(0, star), key -> new TreeMap<>());
            if (index <= MOST_SEGMENTS) {
                segments.putIfAbsent(index, new Segment(value, encoded));
            }
        }

        private String parameterValue() {
            skipWhiteSpace();
            if (more() && raw.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (more() && raw.charAt(at) != ';') {
                at++;
            }
            String value = raw.substring(start, at).strip();
            at++;
            return value;
        }

        /** A backslash escapes only a quote or itself: file names are Windows paths more often than they have escapes. */
        private String quoted() {
            int start = ++at;
            StringBuilder value = new StringBuilder();
            while (more()) {
                char c = raw.charAt(at);
                if (c == '\\' && at + 1 < raw.length() && (raw.charAt(at + 1) == '"' || raw.charAt(at + 1) == '\\')) {
                    value.append(raw.charAt(at + 1));
                    at += 2;
                } else if (c == '"') {
                    at++;
                    while (more() && raw.charAt(at) != ';') {
                        at++;
                    }
                    at++;
                    return value.toString();
                } else {
                    value.append(c);
                    at++;
                }
            }
            int semicolon = raw.indexOf(';', start);
            at = semicolon < 0 ? raw.length() : semicolon + 1;
            return raw.substring(start, semicolon < 0 ? raw.length() : semicolon)
                    .strip();
        }

        private void skipWhiteSpace() {
            while (more() && Character.isWhitespace(raw.charAt(at))) {
                at++;
            }
        }

        private void skipComment() {
            int depth = 0;
            while (more()) {
                char c = raw.charAt(at++);
                if (c == '\\') {
                    at++;
                } else if (c == '(') {
                    depth++;
                } else if (c == ')' && --depth == 0) {
                    return;
                }
            }
        }
    }
}
