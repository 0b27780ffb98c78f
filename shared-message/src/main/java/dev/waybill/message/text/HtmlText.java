package dev.waybill.message.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * The text of an HTML document as a person would read it: blocks on lines of their own, lists marked, link targets behind their text,
 * quoted mail with {@code ">"}; scripts, styles and what is not displayed left out.
 */
public final class HtmlText implements NodeFilter {
    private static final Set<String> UNSEEN = Set.of(
            "head",
            "script",
            "style",
            "title",
            "template",
            "noscript",
            "object",
            "applet",
            "iframe",
            "svg",
            "math",
            "select",
            "textarea",
            "audio",
            "video",
            "xml");
    private static final Set<String> SPACED = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "figure");
    private static final Set<String> BLOCKS = Set.of(
            "div",
            "tr",
            "table",
            "ul",
            "ol",
            "li",
            "dt",
            "dd",
            "address",
            "article",
            "aside",
            "center",
            "caption",
            "details",
            "summary",
            "fieldset",
            "figcaption",
            "footer",
            "form",
            "header",
            "main",
            "nav",
            "section",
            "pre",
            "blockquote",
            "hr");
    /** Longer targets are tracking data that would bury the text; the HTML keeps them. */
    private static final int LONGEST_LINK = 500;

    private static final int LONGEST_NAME = 200;

    private final TextLayout layout;
    private final Deque<Integer> links = new ArrayDeque<>();

    private HtmlText(TextLayout layout) {
        this.layout = layout;
    }

    /** Of at most the first {@link HtmlCleaner#MOST} characters, as of what is shown. */
    public static String of(String html) {
        TextLayout layout = new TextLayout(HtmlCleaner.MOST);
        String parsed = withoutEndlessNames(CleanText.atMost(html, HtmlCleaner.MOST));
        NodeTraversor.filter(new HtmlText(layout), Jsoup.parse(parsed).body());
        return CleanText.lines(layout.finish());
    }

    /** The parser's time grows with the square of a tag name's length; no element has a name like that. */
    private static String withoutEndlessNames(String html) {
        StringBuilder cut = new StringBuilder(0);
        int copied = 0;
        int length = 0;
        for (int i = 0; i < html.length(); i++) {
            char c = html.charAt(i);
            length = c == '>' || c == '/' || c <= ' ' ? 0 : c == '<' && length == 0 ? 1 : length > 0 ? length + 1 : 0;
            if (length > LONGEST_NAME) {
                cut.append(html, copied, i).append(' ');
                copied = i;
                length = 0;
            }
        }
        return copied == 0 ? html : cut.append(html, copied, html.length()).toString();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            layout.text(text.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        String name = element.normalName();
        if (UNSEEN.contains(name) || isHidden(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        open(element, name);
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element, element.normalName());
        }
        return FilterResult.CONTINUE;
    }

    private void open(Element element, String name) {
        breakAround(element, name);
        switch (name) {
            case "br" -> layout.oneMoreBreak();
            case "hr" -> layout.piece("---");
            case "li" -> layout.piece(mark(element));
            case "td", "th" -> layout.space();
            case "pre" -> layout.enterVerbatim();
            case "blockquote" -> {
                if (isQuotedMail(element)) {
                    layout.enterQuote();
                }
            }
            case "img" -> {
                String alt = element.attr("alt").strip();
                if (!alt.isEmpty()) {
                    layout.text("[" + alt + "]");
                }
            }
            case "a" -> links.push(layout.length());
            default -> {}
        }
    }

    private void close(Element element, String name) {
        switch (name) {
            case "a" -> closeLink(element);
            case "pre" -> layout.leaveVerbatim();
            case "blockquote" -> {
                if (isQuotedMail(element)) {
                    layout.leaveQuote();
                }
            }
            default -> {}
        }
        breakAround(element, name);
    }

    private void breakAround(Element element, String name) {
        if (SPACED.contains(name)) {
            // Word writes every line as a paragraph without margins.
            layout.atLeastBreaks(element.hasClass("MsoNormal") || element.hasClass("MsoPlainText") ? 1 : 2);
        } else if (BLOCKS.contains(name)) {
            layout.atLeastBreaks(1);
        }
    }

    private void closeLink(Element element) {
        if (links.isEmpty()) {
            return;
        }
        String text = layout.from(links.pop()).strip();
        String target = element.attr("href").strip();
        String lower = target.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:")) {
            int query = target.indexOf('?');
            target = target.substring("mailto:".length(), query < 0 ? target.length() : query);
        } else if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return;
        }
        if (!text.isEmpty() && !target.isEmpty() && target.length() <= LONGEST_LINK && !says(text, target)) {
            layout.piece(" <" + target + ">");
        }
    }

    /** Whether the link's text already shows where it leads. */
    private static boolean says(String text, String target) {
        int scheme = target.indexOf("://");
        String bare = scheme < 0 ? target : target.substring(scheme + 3);
        String trimmed = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
        return text.contains(trimmed);
    }

    private static String mark(Element item) {
        Element list = item.parent();
        if (list != null && list.normalName().equals("ol")) {
            // Counted by siblings only in short lists: each look-up walks them.
            return list.childrenSize() > 200 ? "- " : (item.elementSiblingIndex() + 1) + ". ";
        }
        return "* ";
    }

    private static boolean isQuotedMail(Element quote) {
        return quote.attr("type").equalsIgnoreCase("cite")
                || quote.hasAttr("cite")
                || quote.className().toLowerCase(Locale.ROOT).contains("quote");
    }

    private static boolean isHidden(Element element) {
        if (element.hasAttr("hidden")) {
            return true;
        }
        String style = element.attr("style");
        return !style.isEmpty()
                && style.replace(" ", "").toLowerCase(Locale.ROOT).contains("display:none");
    }
}
