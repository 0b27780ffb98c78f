package dev.waybill.message.reply;

import dev.waybill.message.reply.BodyLine.Kind;
import dev.waybill.message.reply.BodyLine.Mark;
import java.util.List;

/** Finds the signature at the end of each piece of the sender's text: what stands between quotes, and before a forward. */
final class SignatureScan {
    /** RFC 3676 §4.3 asks for four lines; companies add their legal data. */
    private static final int MOST_LINES = 40;
    /** Below a delimiter that lost its space, which may as well divide sections. */
    private static final int MOST_LINES_UNPROVED = 12;

    private static final int LONGEST_LINE_UNPROVED = 72;
    private static final int MOST_FOOTERS = 5;
    private static final int LONGEST_PARAGRAPH = 60;
    /** Mailman's ruler has 47 strokes. */
    private static final int LIST_RULER = 40;

    private final AppLines appLines = new AppLines();
    private final Disclaimers disclaimers = new Disclaimers();
    private final ContactBlock contacts = new ContactBlock();
    private final List<String> postscripts = Table.rows("postscripts", 2).stream()
            .map(row -> Fold.of(row.get(0)))
            .toList();

    /** Gives the lines of signatures before {@code limit} their kind. */
    void scan(Body body, int limit) {
        int from = 0;
        while (from < limit) {
            int end = from;
            while (end < limit && body.line(end).kind() == Kind.VISIBLE) {
                end++;
            }
            int last = body.previousNonBlank(end) + 1;
            if (last > from) {
                piece(body, from, last);
            }
            from = end + 1;
        }
    }

    private void piece(Body body, int from, int end) {
        int marked = elements(body, from, end);
        int delimiter = delimiter(body, from, marked);
        if (delimiter < marked) {
            body.become(delimiter, postscript(body, delimiter, marked), Kind.SIGNATURE);
            return;
        }
        int rest = footers(body, from, marked);
        int block = contacts.begin(body, from, rest);
        body.become(block, rest, Kind.SIGNATURE);
    }

    /** Takes what an element says is the signature; returns the end of what stands above a last one. */
    private static int elements(Body body, int from, int end) {
        int rest = end;
        for (int i = end - 1; i >= from; i--) {
            BodyLine line = body.line(i);
            if (line.mark() == Mark.SIGNATURE) {
                line.become(Kind.SIGNATURE);
                rest = rest == i + 1 ? i : rest;
            } else if (line.blank()) {
                rest = rest == i + 1 ? i : rest;
            } else if (isDelimiter(line) && i + 1 < end && body.line(i + 1).kind() == Kind.SIGNATURE) {
                // Gmail's delimiter stands above its element.
                line.become(Kind.SIGNATURE);
                rest = rest == i + 1 ? i : rest;
            }
        }
        return rest;
    }

    /** The line of two dashes below which, to the end, all is a signature; or {@code end}. */
    private int delimiter(Body body, int from, int end) {
        int below = 0;
        boolean shortLines = true;
        int found = end;
        for (int i = end - 1; i >= from && below <= MOST_LINES; i--) {
            BodyLine line = body.line(i);
            if (isDelimiter(line)) {
                boolean exact = line.text().startsWith("--") && line.text().length() > 2;
                boolean proved = exact || (below <= MOST_LINES_UNPROVED && shortLines && hasText(body, i));
                found = proved && below > 0 ? i : found;
            }
            if (!line.blank()) {
                below++;
                shortLines = shortLines && (line.text().length() <= LONGEST_LINE_UNPROVED || appLines.contains(line));
            }
        }
        return found;
    }

    /** {@code "-- "}; without its space, which many programs strip; or made one dash by a keyboard that corrects. */
    private static boolean isDelimiter(BodyLine line) {
        String text = line.text();
        String seen = text.length() <= 4 ? text.strip() : "";
        return !line.literal() && ((seen.equals("--") && text.startsWith("--")) || seen.equals("\u2014"));
    }

    private static boolean hasText(Body body, int end) {
        return body.previousNonBlank(end) >= 0;
    }

    private int postscript(Body body, int from, int end) {
        for (int i = from + 1; i < end; i++) {
            if (body.line(i - 1).blank() && isPostscript(body.line(i).folded())) {
                return i;
            }
        }
        return end;
    }

    private boolean isPostscript(String folded) {
        for (String word : postscripts) {
            if (folded.startsWith(word)
                    && (folded.length() == word.length() || !Character.isLetter(folded.charAt(word.length())))) {
                return true;
            }
        }
        return false;
    }

    /** Takes lines of programs, legal text and list footers off the end; returns the end of what is left. */
    private int footers(Body body, int from, int end) {
        int rest = end;
        for (int taken = 0; taken < MOST_FOOTERS && rest > from; taken++) {
            int begin = footer(body, from, rest);
            if (begin == rest) {
                return rest;
            }
            body.become(begin, rest, Kind.SIGNATURE);
            rest = Math.max(from, body.previousNonBlank(begin) + 1);
        }
        return rest;
    }

    private int footer(Body body, int from, int end) {
        BodyLine last = body.line(end - 1);
        if (last.literal()) {
            return end;
        }
        if (appLines.contains(last)) {
            return end - 1;
        }
        int begin = end;
        while (begin > from
                && end - begin < LONGEST_PARAGRAPH
                && !body.line(begin - 1).blank()) {
            begin--;
        }
        boolean whole = begin == from || body.line(begin - 1).blank();
        boolean footer =
                whole && (isListFooter(body, begin, end) || (begin > from && disclaimers.is(body, begin, end)));
        return footer ? begin : end;
    }

    /** What Mailman adds: a ruler of underscores, the name of the list, its address. */
    private static boolean isListFooter(Body body, int begin, int end) {
        BodyLine ruler = body.line(begin);
        boolean strokes = Dividers.isRuler(ruler)
                && ruler.text().startsWith("_")
                && ruler.text().length() >= LIST_RULER;
        return strokes
                && end - begin >= 2
                && end - begin <= 6
                && body.line(begin + 1).folded().contains("mailing list");
    }
}
