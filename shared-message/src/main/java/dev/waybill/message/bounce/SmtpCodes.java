package dev.waybill.message.bounce;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the reply code (RFC 5321 §4.2) and the enhanced status code (RFC 3463) in what servers say. */
final class SmtpCodes {
    private SmtpCodes() {}

    /** The first {@code class.subject.detail}; only {@code x.0.0} is no information where another follows. */
    static Optional<String> status(String text) {
        for (int i = 0; i + 4 < text.length(); i++) {
            if (isClass(text.charAt(i)) && isFree(text, i - 1) && text.charAt(i + 1) == '.') {
                int end = number(text, i + 2);
                int last = end > i + 2 && end < text.length() && text.charAt(end) == '.' ? number(text, end + 1) : -1;
                if (last > end + 1 && isFree(text, last)) {
                    return Optional.of(text.substring(i, last));
                }
            }
        }
        return Optional.empty();
    }

    /** The first number of three digits that is a negative reply. */
    static @Nullable String reply(String text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            char c = text.charAt(i);
            boolean code = (c == '4' || c == '5')
                    && text.charAt(i + 1) >= '0'
                    && text.charAt(i + 1) <= '5'
                    && isDigit(text.charAt(i + 2))
                    && isFree(text, i - 1)
                    && isFree(text, i + 3);
            if (code) {
                return text.substring(i, i + 3);
            }
        }
        return null;
    }

    private static boolean isClass(char c) {
        return c == '2' || c == '4' || c == '5';
    }

    /** At most three digits (RFC 3463 §2). */
    private static int number(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 3 && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isFree(String text, int at) {
        if (at < 0 || at >= text.length()) {
            return true;
        }
        char c = text.charAt(at);
        boolean numberGoesOn = c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
        return !Character.isLetterOrDigit(c) && !numberGoesOn && c != '@' && c != '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
