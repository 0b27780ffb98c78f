package dev.waybill.message.reply;

import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/** Reads HTML into the lines that a person sees, each with what the elements around it say. */
final class HtmlReader {
    /** Deeper elements are read as if they stood at this depth. */
    private static final int DEEPEST = 256;

    private final HtmlElements elements = new HtmlElements();
    private final Dividers dividers = new Dividers();

    Body read(String html) {
        Parser parser = Parser.htmlParser().setMaxDepth(DEEPEST);
        Document document = parser.parseInput(html, "");
        HtmlLines lines = new HtmlLines(elements, dividers);
        document.traverse(lines);
        return Body.ofHtml(lines.finish());
    }
}
