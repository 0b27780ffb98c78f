package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.List;

/**
 * What a folded line holds that tells a program's header from a person's sentence.
 *
 * @param date a day with month and year, in figures or with the year in full
 * @param time hours and minutes
 * @param address something with an @ between two words
 * @param enclosed the address stands in brackets
 */
record Evidence(boolean date, boolean time, boolean address, boolean enclosed) {
    private static final int OLDEST_YEAR = 1970;
    private static final int NEWEST_YEAR = 2099;
    /** Thailand counts from 543 BC. */
    private static final int BUDDHIST_ERA = 543;

    static Evidence of(String folded) {
        boolean date = false;
        boolean time = false;
        int i = 0;
        while (i < folded.length()) {
            if (!isDigit(folded, i)) {
                i++;
                continue;
            }
            int end = figureEnd(folded, i);
            String figure = folded.substring(i, end);
            date |= isDate(figure) || isSpacedDate(folded, i);
            time |= isTime(figure) || (end < folded.length() && "時时點点시".indexOf(folded.charAt(end)) >= 0);
            i = end;
        }
        boolean address = false;
        boolean enclosed = false;
        for (int at = addressAt(folded, 0); at >= 0 && !enclosed; at = addressAt(folded, folded.indexOf('@', at) + 1)) {
            address = true;
            enclosed = isEnclosed(folded, at);
        }
        return new Evidence(date, time, address, enclosed);
    }

    int count() {
        return (date ? 1 : 0) + (time ? 1 : 0) + (address ? 1 : 0);
    }

    /** The end of a figure with its inner separators: {@code 06.03.2025}, {@code 9:14}, {@code 10h30}. */
    private static int figureEnd(String s, int from) {
        int i = from;
        while (isDigit(s, i) || (i < s.length() && ".:/-h".indexOf(s.charAt(i)) >= 0 && isDigit(s, i + 1))) {
            i++;
        }
        return i;
    }

    private static boolean isDate(String figure) {
        List<String> groups = groups(figure);
        for (String group : groups) {
            if (group.length() == 4 && isYear(Integer.parseInt(group))) {
                return true;
            }
        }
        return groups.size() == 3
                && figure.indexOf(':') < 0
                && groups.get(2).length() == 2
                && groups.get(0).length() <= 2;
    }

    private static boolean isYear(int n) {
        return (n >= OLDEST_YEAR && n <= NEWEST_YEAR)
                || (n >= OLDEST_YEAR + BUDDHIST_ERA && n <= NEWEST_YEAR + BUDDHIST_ERA);
    }

    /** {@code 06. 03. 25}, as Czech and Hungarian programs write it. */
    private static boolean isSpacedDate(String s, int from) {
        int i = from;
        for (int group = 0; group < 3; group++) {
            int start = i;
            while (isDigit(s, i) && i - start < 3) {
                i++;
            }
            if (i == start || i - start > 2) {
                return false;
            }
            if (group < 2) {
                if (!s.startsWith(". ", i)) {
                    return false;
                }
                i += 2;
            }
        }
        return true;
    }

    private static boolean isTime(String figure) {
        List<String> groups = groups(figure);
        if (groups.size() < 2 || groups.get(0).length() > 2 || groups.get(1).length() != 2) {
            return false;
        }
        char separator = figure.charAt(groups.get(0).length());
        boolean hours = Integer.parseInt(groups.get(0)) <= 24 && Integer.parseInt(groups.get(1)) < 60;
        return hours && (separator == ':' || separator == 'h' || (separator == '.' && groups.size() == 2));
    }

    private static List<String> groups(String figure) {
        List<String> groups = new ArrayList<>(4);
        int from = 0;
        for (int i = 0; i <= figure.length(); i++) {
            if (i == figure.length() || !isDigit(figure, i)) {
                groups.add(figure.substring(from, i));
                from = i + 1;
            }
        }
        return groups;
    }

    /** Where the first word with an @ behind {@code from} inside begins, or -1. */
    private static int addressAt(String s, int from) {
        for (int at = s.indexOf('@', from); at >= 0; at = s.indexOf('@', at + 1)) {
            if (at > 0 && at + 1 < s.length() && isWord(s.charAt(at - 1)) && isWord(s.charAt(at + 1))) {
                int start = at;
                while (start > 0 && isWord(s.charAt(start - 1))) {
                    start--;
                }
                return start;
            }
        }
        return -1;
    }

    private static boolean isEnclosed(String s, int start) {
        return (start > 0 && "<([:".indexOf(s.charAt(start - 1)) >= 0)
                || (start > 1 && s.charAt(start - 1) == ' ' && "<([".indexOf(s.charAt(start - 2)) >= 0);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || "._%+-=!#$&'*/?^{}|~".indexOf(c) >= 0;
    }

    private static boolean isDigit(String s, int i) {
        return i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '9';
    }
}
