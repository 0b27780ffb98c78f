package dev.waybill.message.text;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The charset that an HTML document states itself, in its first bytes (HTML Standard, "prescan a byte stream"). */
final class MetaCharset {
    /** The standard looks at 1,024 bytes; mailers put comments and styles in front. */
    private static final int LOOKED_AT = 4_096;

    private MetaCharset() {}

    static Optional<String> find(byte[] html) {
        String head = new String(html, 0, Math.min(html.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        for (int tag = head.indexOf("<meta"); tag >= 0; tag = head.indexOf("<meta", tag + 5)) {
            int end = head.indexOf('>', tag);
            String attributes = end < 0 ? head.substring(tag) : head.substring(tag, end);
            int at = attributes.indexOf("charset");
            if (at >= 0) {
                String value = value(attributes, at + "charset".length());
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    private static String value(String attributes, int from) {
        int i = from;
        while (i < attributes.length() && " =\"'\t\r\n".indexOf(attributes.charAt(i)) >= 0) {
            i++;
        }
        int start = i;
        while (i < attributes.length() && " \"';>/\t\r\n".indexOf(attributes.charAt(i)) < 0) {
            i++;
        }
        return attributes.substring(start, i);
    }
}
