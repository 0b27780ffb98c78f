package dev.waybill.message.reply;

import java.util.Locale;

/** Attributions that do not end their line with a colon, or that do not begin it. */
final class RareAttributions {
    private static final int MOST_COLONS = 20;
    private static final int LONGEST_SHARED = 200;
    private static final int MOST_TRIES = 4;

    private final AttributionPatterns patterns;

    RareAttributions(AttributionPatterns patterns) {
        this.patterns = patterns;
    }

    /** Whether this one line is an attribution beyond doubt, although it does not end with a colon. */
    boolean at(Body body, int start) {
        BodyLine line = body.line(start);
        if (line.text().length() > AttributionLines.LONGEST || line.text().indexOf('@') < 0) {
            return false;
        }
        int next = body.nextNonBlank(start + 1);
        boolean apart = start > 0 && body.line(start - 1).blank() && next > start + 1;
        return isGmailOf2011(body, line, next, apart)
                || (apart && isWithoutColon(line))
                || (!line.endsWithColon() && sharesWithQuote(line));
    }

    /** Where in a line that ends like an attribution it begins, behind other words; or -1. */
    int sharedAt(BodyLine line) {
        String text = line.text();
        if (!line.endsWithColon() || text.length() > LONGEST_SHARED || isProved(line.folded())) {
            return -1;
        }
        int tries = MOST_TRIES;
        for (int i = 1; i < text.length() && tries > 0; i++) {
            boolean begins = Character.isLetter(text.charAt(i)) && !Character.isLetterOrDigit(text.charAt(i - 1));
            if (begins && patterns.mayBeginWith(word(text, i))) {
                tries--;
                if (isProved(Fold.of(text.substring(i)))) {
                    return behindWords(text, i);
                }
            }
        }
        return -1;
    }

    /** Until 2012 Gmail wrote {@code 2011/4/7 Ada Lovelace <ada@example.org>}. */
    private static boolean isGmailOf2011(Body body, BodyLine line, int next, boolean apart) {
        String text = line.text().strip();
        if (!text.endsWith(">") || !Character.isDigit(text.charAt(0))) {
            return false;
        }
        Evidence evidence = Evidence.of(line.folded());
        return evidence.date()
                && evidence.enclosed()
                && next < body.size()
                && (apart || body.line(next).quoted());
    }

    /** Zoho leaves the colon out; then date, time and address must prove the attribution. */
    private boolean isWithoutColon(BodyLine line) {
        String text = line.folded() + ":";
        return !line.endsWithColon()
                && patterns.anchored(text)
                && Evidence.of(text).count() == 3;
    }

    /** Yahoo's apps put the quoted text behind the attribution on one line. */
    private boolean sharesWithQuote(BodyLine line) {
        if (line.text().indexOf(": ") < 0) {
            return false;
        }
        String folded = line.folded();
        int tries = MOST_COLONS;
        for (int colon = folded.indexOf(": "); colon > 0 && tries > 0; colon = folded.indexOf(": ", colon + 1)) {
            String head = folded.substring(0, colon + 1);
            if (patterns.anchored(head) && Evidence.of(head).count() == 3) {
                return true;
            }
            tries--;
        }
        return false;
    }

    private boolean isProved(String folded) {
        return patterns.anchored(folded) && Evidence.of(folded).count() >= 2;
    }

    private static String word(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(from, end).toLowerCase(Locale.ROOT);
    }

    /** The dashes before a shared attribution are not the sender's last word. */
    private static int behindWords(String text, int begin) {
        int i = begin;
        while (i > 0 && "-_ ".indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return i > 0 ? i : -1;
    }
}
