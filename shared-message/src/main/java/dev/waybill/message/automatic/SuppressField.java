package dev.waybill.message.automatic;

import dev.waybill.message.ParsedMail;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * {@code X-Auto-Response-Suppress} (MS-OXCMAIL §2.1.3.2.20): what the sender wants no automatic answers of. Exchange sets it on mails of
 * people as well, so that it says nothing of who wrote the mail.
 */
final class SuppressField {
    /** The others ask for no delivery and read receipts, which we never send. */
    private static final Set<String> ANSWERS = Set.of("all", "oof", "autoreply");

    private SuppressField() {}

    static boolean suppressesAnswers(ParsedMail mail) {
        return mail.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("X-Auto-Response-Suppress"))
                .flatMap(header -> Arrays.stream(header.value().split("[,;]", 20)))
                .anyMatch(word -> ANSWERS.contains(word.strip().toLowerCase(Locale.ROOT)));
    }
}
