package dev.waybill.message.reading;

import dev.waybill.message.ParsedMail;
import java.util.Locale;
import java.util.Set;

/** Tells a mail, however broken, from bytes that are something else. */
final class Legibility {
    /** RFC 5322 §3.6 and RFC 2045: a mail has one of these, whatever else is missing. */
    private static final Set<String> FIELDS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "received",
            "return-path",
            "mime-version",
            "content-type",
            "delivered-to",
            "in-reply-to",
            "references");

    private Legibility() {}

    static boolean isMail(ParsedMail mail) {
        return mail.headers().stream()
                .anyMatch(header -> FIELDS.contains(header.name().toLowerCase(Locale.ROOT)));
    }
}
