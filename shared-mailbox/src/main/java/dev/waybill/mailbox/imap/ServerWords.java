package dev.waybill.mailbox.imap;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Response;
import org.jspecify.annotations.Nullable;

/** The words of a server: the response codes that we go by, and the text that we only quote. */
final class ServerWords {
    private static final Pattern RESPONSE_CODE = Pattern.compile("^\\S+ (?:NO|BAD|BYE) \\[([A-Za-z0-9-]+)[^]]*]");
    private static final Pattern AFTER_STATUS = Pattern.compile("^\\S+ (?:NO|BAD|BYE) ?");
    private static final int LONGEST_QUOTE = 200;

    private ServerWords() {}

    /** The response code of RFC 9051 §7.1 in capitals, or an empty text. */
    static String code(Response answer) {
        Matcher matcher = RESPONSE_CODE.matcher(answer.toString());
        return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    /** The text of an answer in quotes, after a colon; never with the password in it, which some servers echo. */
    static String quote(Response answer, String password) {
        if (answer.isSynthetic()) {
            return "";
        }
        String text = AFTER_STATUS.matcher(answer.toString()).replaceFirst("");
        if (!password.isEmpty() && text.contains(password)) {
            text = text.replace(password, "***");
        }
        return text.isBlank() ? "" : ": \"" + quoted(text) + "\"";
    }

    /** A server's words in one printable line. */
    static String quoted(@Nullable String text) {
        String line = (text == null ? "" : text)
                .replaceAll("[^\\p{Print}\\p{L}]+", " ")
                .strip();
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
}
