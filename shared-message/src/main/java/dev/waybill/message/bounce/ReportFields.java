package dev.waybill.message.bounce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of a report part in their blocks (RFC 3464 §2.1): names in lower case, values unfolded; the first of a name counts. */
record ReportFields(Map<String, String> fields) {
    /** More recipients than a server reports at once. */
    private static final int MOST_BLOCKS = 1_000;

    /** The blocks that blank lines part. A field that comes again begins a new block, too: some writers leave the blank line out. */
    static List<ReportFields> blocks(String content) {
        List<ReportFields> blocks = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        StringBuilder value = new StringBuilder();
        String name = "";
        for (String line : (content + "\n\n").split("\n", -1)) {
            boolean fold = !name.isEmpty() && !line.isBlank() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (fold) {
                value.append(' ').append(line.strip());
                continue;
            }
            if (!name.isEmpty()) {
                fields.putIfAbsent(name, value.toString().strip());
                name = "";
            }
            int colon = line.indexOf(':');
            boolean field = colon > 0 && line.substring(0, colon).strip().indexOf(' ') < 0;
            if (line.isBlank() || (field && startsBlock(fields, key(line, colon)))) {
                close(blocks, fields);
                fields = new LinkedHashMap<>();
            }
            if (field) {
                name = key(line, colon);
                value = new StringBuilder(line.substring(colon + 1).strip());
            }
            if (blocks.size() >= MOST_BLOCKS) {
                break;
            }
        }
        return blocks;
    }

    private static boolean startsBlock(Map<String, String> fields, String name) {
        return name.equals("final-recipient") && fields.containsKey(name);
    }

    private static String key(String line, int colon) {
        return line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    private static void close(List<ReportFields> blocks, Map<String, String> fields) {
        if (!fields.isEmpty()) {
            blocks.add(new ReportFields(fields));
        }
    }

    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    boolean has(String name) {
        return !get(name).isEmpty();
    }
}
