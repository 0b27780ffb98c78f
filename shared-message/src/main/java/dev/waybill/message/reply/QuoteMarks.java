package dev.waybill.message.reply;

/** The marks before quoted lines: > by RFC 3676 §4.5 and usage, its full-width form, and initials as of The Bat!. */
final class QuoteMarks {
    private static final int DEEPEST_INDENT = 4;
    private static final int LONGEST_INITIALS = 4;

    private QuoteMarks() {}

    /** How many marks a line begins with. */
    static int depth(String text) {
        int i = indent(text);
        int depth = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isMark(c)) {
                depth++;
            } else if (c != ' ' || depth == 0) {
                break;
            }
            i++;
        }
        boolean header = depth > 0 && (text.stripTrailing().endsWith("<<") || isGroupWise(text));
        return header ? 0 : depth;
    }

    /** GroupWise sets who wrote what follows between marks: {@code >>> Ada <ada@example.org> 3/6/2025 9:14 AM >>>}. */
    static boolean isGroupWise(String text) {
        if (!text.startsWith(">>> ")
                || text.length() > Fold.LONGEST
                || !text.stripTrailing().endsWith(" >>>")) {
            return false;
        }
        Evidence evidence = Evidence.of(text);
        return evidence.date() && evidence.count() >= 2;
    }

    /** Might be a comparison, a smiley or the prompt of an interpreter as well as a quote. */
    static boolean doubtful(String text) {
        int i = indent(text);
        if (text.startsWith(">>> ", i) || text.substring(i).stripTrailing().equals(">>>")) {
            return true;
        }
        while (i < text.length() && isMark(text.charAt(i))) {
            i++;
        }
        return i < text.length() && (Character.isDigit(text.charAt(i)) || "_.:;=<-)(".indexOf(text.charAt(i)) >= 0);
    }

    static boolean prompt(String text) {
        return text.stripLeading().startsWith(">>>");
    }

    /** Begins with the initials of the quoted person: {@code HS> text}. */
    static boolean initials(String text) {
        int i = indent(text);
        int from = i;
        while (i < text.length() && i - from <= LONGEST_INITIALS && Character.isLetter(text.charAt(i))) {
            i++;
        }
        return i > from && i - from <= LONGEST_INITIALS && i < text.length() && text.charAt(i) == '>';
    }

    private static int indent(String text) {
        int i = 0;
        while (i < text.length() && i < DEEPEST_INDENT && Fold.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isMark(char c) {
        return c == '>' || c == '\uff1e';
    }
}
