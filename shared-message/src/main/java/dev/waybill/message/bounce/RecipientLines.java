package dev.waybill.message.bounce;

import dev.waybill.message.bounce.Addresses.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the recipients of a notice by how servers lay them out: an address at the beginning of a line, bare, in brackets, behind a bullet or
 * a label, and what is said of it behind and below it.
 */
final class RecipientLines {
    /** More than any server lists in one notice. */
    private static final int MOST = 500;

    private static final int MOST_BELOW = 25;
    private static final String BULLETS = "*->\u2022\u00B7<\"' \t(";
    /** Labels that name others than the recipient. */
    private static final Set<String> OTHERS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "mail from",
            "return-path",
            "envelope-from",
            "subject",
            "contact",
            "date",
            "sent",
            "message-id",
            "x-originating-ip");
    /** "Rcpt to: <address>": long enough for the labels of the servers, too short for a sentence. */
    private static final int LONGEST_LABEL = 40;

    private RecipientLines() {}

    /** What is said of each, by address in the order of the notice. */
    static Map<String, String> read(List<String> lines, Set<String> others) {
        Map<String, StringBuilder> said = new LinkedHashMap<>();
        Map<String, String> spelling = new LinkedHashMap<>();
        String current = "";
        int below = 0;
        for (int i = 0; i < lines.size() && said.size() < MOST; i++) {
            String line = lines.get(i);
            List<Head> heads = heads(line, i == 0 ? "" : lines.get(i - 1), !current.isEmpty());
            heads = heads.stream()
                    .filter(head -> !others.contains(key(head.address)) && !Addresses.isOfMailSystem(head.address))
                    .toList();
            for (Head head : heads) {
                current = key(head.address);
                spelling.putIfAbsent(current, head.address);
                said.computeIfAbsent(current, address -> new StringBuilder())
                        .append(head.rest)
                        .append('\n');
                below = 0;
            }
            if (heads.isEmpty() && !current.isEmpty() && below++ < MOST_BELOW) {
                said.computeIfAbsent(current, address -> new StringBuilder())
                        .append(line)
                        .append('\n');
            }
        }
        Map<String, String> result = new LinkedHashMap<>();
        said.forEach((key, text) -> result.put(spelling.get(key), text.toString()));
        return result;
    }

    private record Head(String address, String rest) {}

    private static List<Head> heads(String line, String before, boolean listed) {
        List<Found> found = Addresses.in(line, 50);
        if (found.isEmpty()) {
            return List.of();
        }
        Found first = found.getFirst();
        String lead = line.substring(0, first.start());
        String rest = line.substring(first.end());
        boolean begins = lead.chars().allMatch(c -> BULLETS.indexOf(c) >= 0);
        boolean closes = rest.isBlank() || isClosed(rest);
        if (begins && (closes || isParagraph(before, listed))) {
            // "name@a <name@b>": the address is in the brackets (RFC 5322 §3.4).
            boolean bracketed = found.size() > 1
                    && rest.strip().startsWith("<" + found.get(1).address());
            Found head = bracketed ? found.get(1) : first;
            return List.of(new Head(head.address(), said(line.substring(head.end()))));
        }
        // "(expanded from: <address>)" stands below the address that it was expanded to.
        boolean labelled =
                isLabel(lead) && (rest.isBlank() || "\">)".indexOf(rest.strip().charAt(0)) >= 0 || lead.contains(":"));
        if (labelled && found.size() == 1) {
            return List.of(new Head(first.address(), line));
        }
        // "name <address>: what happened", and lists in one line.
        boolean named = !lead.strip().startsWith("2")
                && lead.endsWith("<")
                && lead.indexOf('<') == lead.length() - 1
                && rest.startsWith(">")
                && isClosed(rest);
        if (named && lead.length() <= LONGEST_LABEL && isParagraph(before, listed)) {
            return List.of(new Head(first.address(), line));
        }
        return List.of();
    }

    private static String said(String rest) {
        int start = 0;
        while (start < rest.length() && ">:;,\"' \t".indexOf(rest.charAt(start)) >= 0) {
            start++;
        }
        return rest.substring(start);
    }

    /** What stands behind an address that begins a line of its own: not a sentence that goes on. */
    private static boolean isClosed(String rest) {
        String text = rest.strip();
        while (!text.isEmpty() && ">\"')".indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1).strip();
        }
        return text.isEmpty()
                || ":;,(-[<".indexOf(text.charAt(0)) >= 0
                || text.startsWith("...")
                || text.startsWith("on ")
                || text.startsWith("generated by");
    }

    private static boolean isParagraph(String before, boolean listed) {
        return before.isBlank() || before.strip().endsWith(":") || listed;
    }

    /** "Rcpt To:", "Error-for:", "(expanded from:", "Unknown user:". */
    private static boolean isLabel(String lead) {
        String text = lead.strip().toLowerCase(Locale.ROOT);
        while (!text.isEmpty() && "<\"'".indexOf(text.charAt(text.length() - 1)) >= 0) {
            text = text.substring(0, text.length() - 1).strip();
        }
        if (!text.endsWith(":") || text.length() > LONGEST_LABEL) {
            return false;
        }
        String label = text.substring(0, text.length() - 1).replace("(", "").strip();
        return !label.isEmpty() && label.indexOf(':') < 0 && !OTHERS.contains(label);
    }

    /** Addresses in sentences, the last resort: not behind "from", and not in the header of the original. */
    static List<String> inSentences(List<String> lines, Set<String> others) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            boolean field = colon > 0
                    && OTHERS.contains(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
            for (Found each : field ? List.<Found>of() : Addresses.in(line, 50)) {
                String key = key(each.address());
                String lead =
                        line.substring(0, each.start()).toLowerCase(Locale.ROOT).strip();
                // "(generated from a@b)" is Exim's way to name a recipient behind an alias.
                boolean alias = lead.endsWith("generated from") || lead.endsWith("expanded from");
                boolean author =
                        (lead.endsWith("from") && !alias) || lead.endsWith("from <") || lead.endsWith("from:<");
                if (!author && !others.contains(key) && !Addresses.isOfMailSystem(key) && found.size() < MOST) {
                    found.putIfAbsent(key, each.address());
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
