package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The elements of html-elements.tsv, by which programs mark quotes and signatures. */
final class HtmlElements {
    /** What an element says about its content, or about what follows it. */
    enum Role {
        NONE,
        QUOTE,
        CUT,
        SIGNATURE
    }

    private record Rule(Role role, String attribute, String match, String value) {}

    private static final int LONGEST_VALUE = 2_000;

    private final Map<String, List<Rule>> rules = new HashMap<>();

    HtmlElements() {
        for (List<String> row : Table.rows("html-elements", 6)) {
            boolean style = row.get(2).equals("style");
            String value = style ? row.get(4).replace(" ", "") : row.get(4);
            rules.computeIfAbsent(row.get(1), element -> new ArrayList<>())
                    .add(new Rule(Role.valueOf(row.get(0).toUpperCase(Locale.ROOT)), row.get(2), row.get(3), value));
        }
    }

    Role roleOf(Element element) {
        if (element.attributesSize() == 0) {
            return Role.NONE;
        }
        for (Rule rule : rules.getOrDefault(element.normalName(), List.of())) {
            if (element.hasAttr(rule.attribute()) && matches(rule, value(element, rule.attribute()))) {
                return rule.role();
            }
        }
        return Role.NONE;
    }

    /** An attribute in lower case; a style without spaces; cut where no program's value is as long. */
    static String value(Element element, String attribute) {
        String raw = element.attr(attribute);
        String head = raw.substring(0, Math.min(raw.length(), LONGEST_VALUE)).toLowerCase(Locale.ROOT);
        return attribute.equals("style") ? head.replace(" ", "").replace("\n", "") : head.strip();
    }

    static boolean hasClass(Element element, String name) {
        return element.hasAttr("class") && hasWord(value(element, "class"), name);
    }

    private static boolean matches(Rule rule, String value) {
        return switch (rule.match()) {
            case "is" -> unprefixed(value).equals(rule.value());
            case "word" -> hasWord(value, rule.value());
            case "prefix" -> unprefixed(value).startsWith(rule.value());
            case "part" -> value.contains(rule.value());
            default ->
                throw new IllegalStateException("table html-elements.tsv: '" + rule.match()
                        + "' is no way to match; write is, word, prefix or part");
        };
    }

    private static boolean hasWord(String value, String word) {
        int from = 0;
        while (from < value.length()) {
            int space = value.indexOf(' ', from);
            int end = space < 0 ? value.length() : space;
            if (unprefixed(value.substring(from, end)).equals(word)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /** Outlook on the web puts x_ before the names of quoted mails, Hotmail ecx. */
    private static String unprefixed(String name) {
        String s = name;
        while (s.startsWith("x_")) {
            s = s.substring(2);
        }
        return s.startsWith("ecx") ? s.substring(3) : s;
    }
}
