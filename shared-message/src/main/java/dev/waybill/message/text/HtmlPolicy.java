package dev.waybill.message.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** The elements, attributes and style properties of a sender's HTML that are shown; all else is left out, and text stays. */
final class HtmlPolicy {
    private static final String ELEMENTS = """
            abbr acronym address article aside b bdi big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
            figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark ol p pre q s samp section small span strike strong sub
            summary sup table tbody td tfoot th thead tr tt u ul var wbr
            """;
    /** Nothing that loads, moves over other parts of the page, or hides. */
    private static final String STYLES = """
            background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color
            border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color border-right-style
            border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width border-width color direction
            font font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom
            margin-left margin-right margin-top max-height max-width min-height min-width padding padding-bottom padding-left padding-right padding-top
            rgb() rgba() table-layout text-align text-decoration text-indent text-transform vertical-align white-space width word-spacing word-wrap
            """;
    /** Raster images inside the document: no script, no request. SVG is neither. */
    private static final List<String> INLINE_IMAGES = List.of(
            names(
                    "data:image/png;base64, data:image/jpeg;base64, data:image/jpg;base64, data:image/gif;base64, data:image/webp;base64,"));

    private static final List<String> LINKS = List.of("http://", "https://", "mailto:", "tel:");

    private HtmlPolicy() {}

    static PolicyFactory make() {
        HtmlPolicyBuilder policy = new HtmlPolicyBuilder()
                .withPreprocessor(FewAttributes::new)
                .allowElements(names(ELEMENTS))
                .allowElements(HtmlPolicy::leavePage, "a")
                .allowElements(HtmlPolicy::holdRemote, "img")
                .disallowTextIn("title")
                .allowStyling(CssSchema.withProperties(Set.of(names(STYLES))))
                .allowUrlProtocols("http", "https", "mailto", "tel", "cid", "data")
                .requireRelsOnLinks("noopener", "noreferrer", "nofollow");
        allow(policy, "href", "a", HtmlPolicy::link);
        allow(policy, "src", "img", HtmlPolicy::imageSource);
        allow(policy, "alt", "img", value -> value);
        allow(policy, "width height", "img table td th col colgroup tr hr", HtmlPolicy::size);
        allow(policy, "border cellpadding cellspacing hspace vspace", "img table", HtmlPolicy::size);
        allow(policy, "colspan rowspan span", "td th col colgroup", HtmlPolicy::size);
        allow(policy, "bgcolor", "table tr td th tbody thead tfoot", HtmlPolicy::word);
        allow(policy, "nowrap", "td th", HtmlPolicy::word);
        allow(policy, "color size", "font hr", HtmlPolicy::word);
        allow(policy, "face", "font", value -> value.length() <= 200 ? value : null);
        allow(policy, "start type value", "ol ul li", HtmlPolicy::word);
        allow(policy, "type", "blockquote", value -> value.equalsIgnoreCase("cite") ? "cite" : null);
        return policy.allowAttributes("title")
                .globally()
                .allowAttributes("dir", "lang", "align", "valign")
                .matching((element, attribute, value) -> word(value))
                .globally()
                .allowAttributes("class")
                .matching((element, attribute, value) -> knownClasses(value))
                .globally()
                .allowAttributes("id")
                .matching((element, attribute, value) -> QuoteMarkers.IDS.contains(value) ? value : null)
                .globally()
                .toFactory();
    }

    /** What becomes of an attribute's value; null removes the attribute. */
    @FunctionalInterface
    private interface Value {
        @Nullable
        String kept(String value);
    }

    private static void allow(HtmlPolicyBuilder policy, String attributes, String elements, Value value) {
        policy.allowAttributes(names(attributes))
                .matching((element, attribute, given) -> value.kept(given))
                .onElements(names(elements));
    }

    private static String[] names(String list) {
        return list.strip().split("\\s+", -1);
    }

    /** Attributes come as name, value, name, value. */
    private static String leavePage(String element, List<String> attributes) {
        if (attributes.contains("href")) {
            attributes.add("target");
            attributes.add("_blank");
        }
        return element;
    }

    private static String holdRemote(String element, List<String> attributes) {
        for (int i = 0; i + 1 < attributes.size(); i += 2) {
            if (attributes.get(i).equals("src") && attributes.get(i + 1).regionMatches(true, 0, "http", 0, 4)) {
                attributes.set(i, "data-remote-src");
            }
        }
        return element;
    }

    private static @Nullable String link(String value) {
        return startsWithAny(value, LINKS) ? value : null;
    }

    /** Relative references would reach into the page that shows the mail; protocol-relative ones mean https. */
    private static @Nullable String imageSource(String value) {
        String source = value.strip();
        if (source.startsWith("//")) {
            return "https:" + source;
        }
        boolean allowed =
                startsWithAny(source, List.of("http://", "https://", "cid:")) || startsWithAny(source, INLINE_IMAGES);
        return allowed ? source : null;
    }

    private static @Nullable String knownClasses(String value) {
        String known = Arrays.stream(value.split("\\s+", 50))
                .filter(QuoteMarkers.CLASSES::contains)
                .collect(Collectors.joining(" "));
        return known.isEmpty() ? null : known;
    }

    private static boolean startsWithAny(String value, List<String> prefixes) {
        String start = value.substring(0, Math.min(value.length(), 40)).toLowerCase(Locale.ROOT);
        return prefixes.stream().anyMatch(start::startsWith);
    }

    private static @Nullable String word(String value) {
        boolean plain = value.length() <= 40
                && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || " #-_.,()%+".indexOf(c) >= 0);
        return plain ? value : null;
    }

    private static @Nullable String size(String value) {
        boolean plain =
                value.length() <= 8 && value.chars().allMatch(c -> (c >= '0' && c <= '9') || "%.px*".indexOf(c) >= 0);
        return plain ? value : null;
    }
}
