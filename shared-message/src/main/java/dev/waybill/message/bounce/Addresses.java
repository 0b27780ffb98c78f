package dev.waybill.message.bounce;

import dev.waybill.message.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds addresses in running text. Linear: every character is looked at a fixed number of times. */
final class Addresses {
    /** RFC 5321 §4.5.3.1: 64 octets before the sign, 255 behind it; twice that for what servers rewrite. */
    private static final int LONGEST_LOCAL = 128;

    private static final int LONGEST_DOMAIN = 255;

    private Addresses() {}

    /** An address and where it stands. */
    record Found(String address, int start, int end) {}

    /** In their order, at most {@code most}. */
    static List<Found> in(String line, int most) {
        List<Found> found = new ArrayList<>();
        int from = 0;
        for (int at = line.indexOf('@'); at >= 0 && found.size() < most; at = line.indexOf('@', at + 1)) {
            int start = localStart(line, at, from);
            int end = domainEnd(line, at);
            if (start < at && end > at + 1) {
                String address = line.substring(start, end);
                if (isAddress(address)) {
                    found.add(new Found(address, start, end));
                    from = end;
                }
            }
        }
        return found;
    }

    /** One address with nothing around it but brackets and quotes. */
    static Optional<String> only(String text) {
        String bare = CleanText.token(text);
        int open = bare.lastIndexOf('<');
        int close = bare.indexOf('>', open);
        String address = open >= 0 && close > open ? bare.substring(open + 1, close) : bare;
        return isAddress(address) ? Optional.of(address) : Optional.empty();
    }

    /** A mailbox at a domain with a dot. Google Groups hides the end of a local part behind dots: that is none. */
    static boolean isAddress(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || at > LONGEST_LOCAL || text.length() - at - 1 > LONGEST_DOMAIN) {
            return false;
        }
        String domain = text.substring(at + 1);
        boolean dotted = domain.indexOf('.') > 0 && !domain.endsWith(".") && !domain.contains("..");
        boolean literal = domain.startsWith("[") && domain.endsWith("]");
        return (dotted || literal) && !text.startsWith("...", at - 3) && text.indexOf('/') != 0;
    }

    static boolean isOfMailSystem(String address) {
        String local =
                address.substring(0, Math.max(0, address.lastIndexOf('@'))).toLowerCase(Locale.ROOT);
        return local.equals("postmaster") || local.equals("mailer-daemon") || local.equals("abuse");
    }

    private static int localStart(String line, int at, int from) {
        if (at > 0 && line.charAt(at - 1) == '"') {
            int quote = at < 2 ? -1 : line.lastIndexOf('"', at - 2);
            if (quote >= from && at - quote <= LONGEST_LOCAL) {
                return quote;
            }
        }
        int start = at;
        while (start > from && at - start < LONGEST_LOCAL && isLocal(line.charAt(start - 1))) {
            start--;
        }
        // An apostrophe may be in an address, but not at its beginning: there it is a quote.
        while (start < at && line.charAt(start) == '\'') {
            start++;
        }
        return start;
    }

    private static int domainEnd(String line, int at) {
        int end = at + 1;
        while (end < line.length() && end - at <= LONGEST_DOMAIN && isDomain(line.charAt(end))) {
            end++;
        }
        while (end > at + 1 && ".-".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** RFC 5322 §3.2.3 and non-ASCII letters (RFC 6531), without what stands around addresses: quotes, brackets, "=". */
    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "!#$%&'*+-/?^_{|}~.".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
}
