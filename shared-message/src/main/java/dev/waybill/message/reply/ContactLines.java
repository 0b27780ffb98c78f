package dev.waybill.message.reply;

import java.util.EnumSet;
import java.util.Set;

/** Tells what contact data a folded line consists of, beside at most a label. */
final class ContactLines {
    /** A way to reach somebody. */
    enum Kind {
        MAIL,
        LINK,
        PHONE
    }

    /** "tel.:" and "e-mail address" are labels; more words are a sentence. */
    private static final int MOST_OTHER_WORDS = 3;

    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 16;

    private ContactLines() {}

    static Set<Kind> kinds(String folded) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        int others = 0;
        int digits = 0;
        boolean grouped = false;
        int from = 0;
        while (from < folded.length()) {
            int space = folded.indexOf(' ', from);
            int end = space < 0 ? folded.length() : space;
            String word = folded.substring(from, end);
            if (isMail(word)) {
                kinds.add(Kind.MAIL);
            } else if (isLink(word)) {
                kinds.add(Kind.LINK);
            } else if (isPhonePart(word)) {
                grouped |= digits > 0 || word.indexOf('+') >= 0 || hasInnerSeparator(word);
                digits += digits(word);
            } else if (word.length() > 1 || Character.isLetter(word.charAt(0))) {
                others++;
            }
            from = end + 1;
        }
        if (grouped && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS) {
            kinds.add(Kind.PHONE);
        }
        return others <= MOST_OTHER_WORDS ? kinds : EnumSet.noneOf(Kind.class);
    }

    private static boolean isMail(String word) {
        int at = word.indexOf('@');
        return at > 0 && word.indexOf('.', at) > at + 1;
    }

    private static boolean isLink(String word) {
        return word.contains("://") || word.startsWith("www.") || word.contains(":www.");
    }

    private static boolean isPhonePart(String word) {
        if (digits(word) == 0) {
            return false;
        }
        int i = word.indexOf(':') + 1;
        while (i < word.length()) {
            char c = word.charAt(i);
            if (!Character.isDigit(c) && "+()-./".indexOf(c) < 0) {
                return false;
            }
            i++;
        }
        return true;
    }

    private static boolean hasInnerSeparator(String word) {
        return word.indexOf('-') > 0 || word.indexOf(')') > 0 || word.indexOf('/') > 0;
    }

    private static int digits(String word) {
        return (int) word.chars().filter(Character::isDigit).count();
    }
}
