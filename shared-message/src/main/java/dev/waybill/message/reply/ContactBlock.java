package dev.waybill.message.reply;

import dev.waybill.message.reply.ContactLines.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds a block of contact data at the end of a text that no delimiter announces: short lines, two of which are an
 * address, a telephone number or a link by themselves, below a blank line, a closing or a ruler.
 */
final class ContactBlock {
    private static final int MOST_LINES = 14;
    private static final int MOST_LINES_BELOW_RULER = 24;
    private static final int LONGEST_LINE = 80;

    private final Set<String> closings = Table.rows("closings", 3).stream()
            .map(row -> bare(Fold.of(row.get(1))))
            .collect(Collectors.toUnmodifiableSet());

    /** Where the block begins that ends before {@code end}; or {@code end} when it is not sure that there is one. */
    int begin(Body body, int from, int end) {
        int ruler = belowRuler(body, from, end);
        return ruler < end ? ruler : lastParagraph(body, from, end);
    }

    private int lastParagraph(Body body, int from, int end) {
        int begin = end;
        while (begin > from
                && end - begin <= MOST_LINES
                && !body.line(begin - 1).blank()) {
            begin--;
        }
        if (end - begin > MOST_LINES) {
            return end;
        }
        for (int i = begin; i < end - 1; i++) {
            if (closings.contains(bare(body.line(i).folded()))) {
                begin = i + 1;
            }
        }
        int above = body.previousNonBlank(begin);
        boolean asked = above < from || body.line(above).endsWithColon() || paragraphEndsWithColon(body, from, above);
        return !asked && isContact(body, begin, end) ? begin : end;
    }

    /** A ruler, then nothing but short lines with contact data among them. */
    private static int belowRuler(Body body, int from, int end) {
        int lines = 0;
        for (int i = end - 1; i > from && lines <= MOST_LINES_BELOW_RULER; i--) {
            BodyLine line = body.line(i);
            if (Dividers.isRuler(line)) {
                boolean standsAlone = body.line(i - 1).blank();
                return standsAlone && body.previousNonBlank(i) >= from && isContact(body, i + 1, end) ? i : end;
            }
            lines += line.blank() ? 0 : 1;
        }
        return end;
    }

    private static boolean isContact(Body body, int from, int end) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        int contacts = 0;
        for (int i = from; i < end; i++) {
            BodyLine line = body.line(i);
            if (line.blank()) {
                continue;
            }
            if (line.literal()
                    || line.text().length() > LONGEST_LINE
                    || isSentence(line.text().strip())) {
                return false;
            }
            Set<Kind> found = ContactLines.kinds(line.folded());
            contacts += found.isEmpty() ? 0 : 1;
            kinds.addAll(found);
        }
        return contacts >= 2 && kinds.size() >= 2;
    }

    private static boolean isSentence(String text) {
        char last = text.charAt(text.length() - 1);
        boolean manyWords = text.chars().filter(c -> c == ' ').count() > 5;
        return last == '?'
                || last == '!'
                || last == ':'
                || (manyWords && List.of('.', ',', ';').contains(last));
    }

    /** "Here they are:" above the name: the data was asked for. */
    private static boolean paragraphEndsWithColon(Body body, int from, int last) {
        int above = last;
        while (above > from && !body.line(above - 1).blank()) {
            above--;
        }
        int before = body.previousNonBlank(above);
        boolean nameOnly = last - above <= 1;
        return nameOnly && before >= from && body.line(before).endsWithColon();
    }

    private static String bare(String folded) {
        int end = folded.length();
        while (end > 0 && ",.!; ".indexOf(folded.charAt(end - 1)) >= 0) {
            end--;
        }
        return folded.substring(0, end);
    }
}
