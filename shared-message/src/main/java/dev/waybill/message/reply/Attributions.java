package dev.waybill.message.reply;

import java.util.Optional;

/**
 * Finds the line, or the wrapped lines, by which a program says who wrote what follows: "On … wrote:" in the languages
 * of attributions.tsv, and in any other by date, time and an enclosed address before a colon.
 */
final class Attributions {
    /** An attribution without date or address is as short as "Ada Lovelace wrote:". */
    private static final int MOST_WORDS_UNPROVED = 6;
    /** In a language that no table holds it is a date, a name and an address; more words are a sentence. */
    private static final int MOST_WORDS_UNKNOWN = 14;

    private final AttributionPatterns patterns = new AttributionPatterns();
    private final RareAttributions rare = new RareAttributions(patterns);

    /** The attribution that begins at {@code start}, which is neither blank nor quoted. */
    Optional<Header> at(Body body, int start) {
        int last = AttributionLines.last(body, start);
        Optional<Header> found = last < 0 ? Optional.empty() : upTo(body, start, last);
        if (found.isPresent()) {
            return found;
        }
        return rare.at(body, start) ? Optional.of(new Header(start + 1, true, false)) : Optional.empty();
    }

    /** Where in a line that ends like an attribution it begins, behind other words; or -1. */
    int sharedAt(BodyLine line) {
        return rare.sharedAt(line);
    }

    private Optional<Header> upTo(Body body, int start, int last) {
        String text = AttributionLines.undecorated(AttributionLines.joined(body, start, last));
        if (text.isEmpty() || !AttributionLines.mayBegin(text)) {
            return Optional.empty();
        }
        if (last > start && !wrapped(body, start, last, text)) {
            return Optional.empty();
        }
        Evidence evidence = Evidence.of(text);
        if (evidence.count() == 0 && !followedByMarks(body, last + 1)) {
            return Optional.empty();
        }
        return patterns.known(text)
                ? known(body, start, last, text, evidence)
                : unknown(body, start, last, text, evidence);
    }

    private static Optional<Header> known(Body body, int start, int last, String text, Evidence evidence) {
        boolean dated = evidence.date() || evidence.time();
        boolean sure = (evidence.address() && dated) || (evidence.date() && evidence.time() && apart(body, start));
        if (sure) {
            return Optional.of(new Header(last + 1, true, false));
        }
        boolean plausible = evidence.count() > 0 || (last == start && words(text) <= MOST_WORDS_UNPROVED);
        return plausible && followedByMarks(body, last + 1)
                ? Optional.of(new Header(last + 1, false, false))
                : Optional.empty();
    }

    private static Optional<Header> unknown(Body body, int start, int last, String text, Evidence evidence) {
        boolean sure = evidence.time() && apart(body, start) && words(text) <= MOST_WORDS_UNKNOWN;
        boolean program = evidence.date() && evidence.enclosed() && (sure || followedByMarks(body, last + 1));
        return program ? Optional.of(new Header(last + 1, sure, false)) : Optional.empty();
    }

    /** A program leaves a line blank above it. */
    private static boolean apart(Body body, int start) {
        return start == 0
                || body.line(start - 1).blank()
                || body.line(start - 1).quoted();
    }

    /**
     * Whether the first of several lines belongs to the attribution: it says when or who, and no line below it is an
     * attribution by itself.
     */
    private boolean wrapped(Body body, int start, int last, String text) {
        String first = body.line(start).folded();
        boolean says = first.chars().anyMatch(c -> c >= '0' && c <= '9') || first.indexOf('@') >= 0;
        int next = body.nextNonBlank(start + 1);
        if (!says && !AttributionLines.beginsAddress(body.line(next))) {
            return false;
        }
        if (patterns.anchored(text)) {
            return true;
        }
        boolean begins = apart(body, start) || Character.isDigit(first.charAt(0)) || first.indexOf('<') >= 0;
        for (int i = next; begins && i <= last; i = body.nextNonBlank(i + 1)) {
            begins = !stands(AttributionLines.joined(body, i, last));
        }
        return begins;
    }

    private boolean stands(String text) {
        if (text.isEmpty() || !AttributionLines.mayBegin(text) || text.indexOf('>') < text.indexOf('<')) {
            return false;
        }
        Evidence evidence = Evidence.of(text);
        return evidence.count() >= 2 && evidence.date() && (evidence.enclosed() || patterns.known(text));
    }

    private static boolean followedByMarks(Body body, int from) {
        int next = body.nextNonBlank(from);
        return next < body.size() && isQuote(body.line(next));
    }

    /** A quote below an attribution, where also an indent is one, and initials mark lines. */
    static boolean isQuote(BodyLine line) {
        return line.quoted()
                || line.mark() == BodyLine.Mark.INDENT
                || (!line.literal() && QuoteMarks.initials(line.text()));
    }

    private static int words(String text) {
        return 1 + (int) text.chars().filter(c -> c == ' ').count();
    }
}
