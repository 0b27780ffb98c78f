package dev.waybill.message.reply;

import dev.waybill.message.reply.BodyLine.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Walks a document and lays its text out in lines; elements of quotes and signatures mark the lines inside. */
final class HtmlLines implements NodeVisitor {
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tbody",
            "tfoot",
            "thead",
            "tr",
            "ul");
    private static final Set<String> SPACED =
            Set.of("h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul");
    private static final Set<String> UNSEEN =
            Set.of("head", "script", "style", "title", "template", "object", "noscript", "textarea", "select");

    private final HtmlElements elements;
    private final Dividers dividers;
    private final HtmlQuoteRanges quotes = new HtmlQuoteRanges();
    private final HtmlLists lists = new HtmlLists();
    private final List<BodyLine> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int unseen;
    private int preformatted;
    private int code;
    private boolean spaceWanted;
    private boolean blankWanted;
    private boolean cutWanted;
    private boolean codeLine;

    HtmlLines(HtmlElements elements, Dividers dividers) {
        this.elements = elements;
        this.dividers = dividers;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode text) {
            if (unseen == 0) {
                append(text.getWholeText());
            }
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element);
        }
    }

    List<BodyLine> finish() {
        endLine();
        return lines;
    }

    private void open(Element element) {
        String name = element.normalName();
        if (isUnseen(element, name)) {
            unseen++;
            return;
        }
        if (unseen > 0) {
            return;
        }
        boolean block = BLOCKS.contains(name);
        HtmlElements.Role role = elements.roleOf(element);
        if (block || role == HtmlElements.Role.QUOTE || role == HtmlElements.Role.SIGNATURE) {
            endLine();
        }
        if (block && isSpaced(element, name)) {
            blankWanted = true;
        }
        cutWanted |= role == HtmlElements.Role.CUT;
        quotes.open(element, role, lines.size());
        switch (name) {
            case "br" -> lineBreak();
            case "pre" -> preformatted++;
            case "code" -> code++;
            case "td", "th" -> cell();
            case "ol", "ul" -> lists.open(name.equals("ol"));
            case "li" -> line.append(lists.item());
            case "img" -> emoji(element);
            default -> {}
        }
    }

    private void close(Element element) {
        String name = element.normalName();
        if (isUnseen(element, name)) {
            unseen--;
            return;
        }
        if (unseen > 0) {
            return;
        }
        if (BLOCKS.contains(name) || quotes.isOpen(element)) {
            endLine();
        }
        if (BLOCKS.contains(name) && isSpaced(element, name)) {
            blankWanted = true;
        }
        quotes.close(element, lines, dividers);
        switch (name) {
            case "pre" -> preformatted--;
            case "code" -> code--;
            case "ol", "ul" -> lists.close();
            default -> {}
        }
    }

    private void append(String text) {
        codeLine |= preformatted > 0 && code > 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (preformatted > 0 && c == '\n') {
                lineBreak();
                codeLine = code > 0;
            } else if (preformatted > 0 && c != '\r') {
                line.append(c == '\u00a0' ? ' ' : c);
            } else if (Fold.isSpace(c) && c != '\u00a0') {
                spaceWanted = true;
            } else {
                if (spaceWanted && !line.isEmpty()) {
                    line.append(' ');
                }
                spaceWanted = false;
                line.append(c == '\u00a0' ? ' ' : c);
            }
        }
    }

    private void lineBreak() {
        if (Fold.isBlank(line.toString())) {
            line.setLength(0);
            blankWanted = false;
            lines.add(BodyLine.plain(""));
            spaceWanted = false;
        } else {
            endLine();
        }
    }

    private void endLine() {
        String text = line.toString().stripTrailing();
        line.setLength(0);
        spaceWanted = false;
        if (!Fold.isBlank(text)) {
            if (blankWanted && !lines.isEmpty() && !lines.getLast().blank()) {
                lines.add(BodyLine.plain(""));
            }
            BodyLine made = new BodyLine(text, quotes.mark(), cutWanted && quotes.mark() == Mark.NONE);
            if (codeLine) {
                made.markLiteral();
            }
            lines.add(made);
            blankWanted = false;
            cutWanted = false;
        }
        codeLine = false;
    }

    private void cell() {
        if (!line.isEmpty()) {
            line.append('\t');
            spaceWanted = false;
        }
    }

    /** Gmail and others send an emoji as an image whose text is the emoji. */
    private void emoji(Element element) {
        String alt = element.attr("alt");
        if (!alt.isEmpty() && alt.length() <= 16 && alt.chars().allMatch(c -> c > '\u00ff')) {
            append(alt);
        }
    }

    private static boolean isUnseen(Element element, String name) {
        return UNSEEN.contains(name)
                || (element.hasAttr("style")
                        && HtmlElements.value(element, "style").contains("display:none"));
    }

    /** Word's paragraphs have no margin. */
    private static boolean isSpaced(Element element, String name) {
        return SPACED.contains(name) && !(name.equals("p") && HtmlElements.hasClass(element, "msonormal"));
    }
}
