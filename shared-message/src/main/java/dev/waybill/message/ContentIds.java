package dev.waybill.message;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The content ids that HTML refers to by {@code cid:} (RFC 2392). */
final class ContentIds {
    private static final int LONGEST = 998;
    private static final int MOST = 1_000;

    private ContentIds() {}

    static Set<String> in(List<String> documents) {
        Set<String> ids = new HashSet<>();
        for (String html : documents) {
            int end = 0;
            for (int at = next(html, 0); at >= 0 && ids.size() < MOST; at = next(html, end)) {
                end = at;
                while (end < html.length() && end - at < LONGEST && " \t\r\n\"'<>)".indexOf(html.charAt(end)) < 0) {
                    end++;
                }
                String id = html.substring(at, end).replace("&amp;", "&");
                ids.add(id);
                ids.add(decoded(id));
            }
        }
        ids.remove("");
        return ids;
    }

    private static int next(String html, int from) {
        for (int at = html.indexOf(':', from); at >= 0; at = html.indexOf(':', at + 1)) {
            if (at >= 3 && html.substring(at - 3, at).toLowerCase(Locale.ROOT).equals("cid")) {
                return at + 1;
            }
        }
        return -1;
    }

    private static String decoded(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }
}
