package dev.waybill.message.reply;

import dev.waybill.message.reply.BodyLine.Mark;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jsoup.nodes.Element;

/** The elements around the current place of a document that mark lines; a forward inside takes their mark off again. */
final class HtmlQuoteRanges {
    private record Range(Element element, Mark mark, int firstLine) {}

    private final Deque<Range> open = new ArrayDeque<>();
    private int gmailQuotes;

    void open(Element element, HtmlElements.Role role, int nextLine) {
        Mark mark = switch (role) {
            case QUOTE -> Mark.QUOTE;
            case SIGNATURE -> Mark.SIGNATURE;
            case CUT, NONE -> element.nameIs("blockquote") ? blockquote(element) : Mark.NONE;
        };
        if (mark != Mark.NONE) {
            open.push(new Range(element, mark, nextLine));
        }
        gmailQuotes += isGmailQuote(element) ? 1 : 0;
    }

    boolean isOpen(Element element) {
        Range inner = open.peek();
        return inner != null && inner.element().equals(element);
    }

    /** The outermost mark that is sure, else the innermost. */
    Mark mark() {
        Mark mark = Mark.NONE;
        for (Range range : open) {
            if (mark == Mark.NONE || mark == Mark.INDENT || range.mark() == Mark.QUOTE) {
                mark = range.mark();
            }
        }
        return mark;
    }

    void close(Element element, List<BodyLine> lines, Dividers dividers) {
        gmailQuotes -= isGmailQuote(element) ? 1 : 0;
        if (!isOpen(element)) {
            return;
        }
        Range range = open.pop();
        if (open.isEmpty() && range.mark() != Mark.SIGNATURE && beginsWithForward(range, lines, dividers)) {
            for (int i = range.firstLine(); i < lines.size(); i++) {
                lines.set(i, lines.get(i).withMark(Mark.NONE));
            }
        }
    }

    private static boolean beginsWithForward(Range range, List<BodyLine> lines, Dividers dividers) {
        for (int i = range.firstLine(); i < lines.size(); i++) {
            if (!lines.get(i).blank()) {
                return dividers.of(lines.get(i).withMark(Mark.NONE)) == Dividers.Divides.FORWARD;
            }
        }
        return false;
    }

    private Mark blockquote(Element element) {
        if (HtmlElements.hasClass(element, "gmail_quote")) {
            return gmailQuotes > 0 ? Mark.QUOTE : Mark.INDENT;
        }
        String style = HtmlElements.value(element, "style");
        boolean line = style.contains("border-left:") && !style.contains("border-left:none");
        boolean indent = style.contains("border:none")
                || style.contains("border:medium")
                || style.contains("border:0")
                || style.contains("margin");
        return indent && !line ? Mark.INDENT : Mark.LAYOUT_QUOTE;
    }

    private static boolean isGmailQuote(Element element) {
        return element.nameIs("div") && HtmlElements.hasClass(element, "gmail_quote");
    }
}
