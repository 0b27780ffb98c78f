package dev.waybill.message;

import dev.waybill.message.mime.PartHeader;
import java.util.Set;

/** What a leaf is to the reader of a mail: text of the body, an attachment, or another form of the text that nobody needs. */
enum PartRole {
    PLAIN,
    HTML,
    ENRICHED,
    ATTACHMENT,
    LEFT_OUT;

    /** Forms for other devices, beside plain text and HTML. */
    private static final Set<String> OTHER_FORMS = Set.of("text/x-amp-html", "text/watch-html");
    /** Text for programs, which a person saves. */
    private static final Set<String> DATA = Set.of(
            "text/calendar",
            "text/x-calendar",
            "text/vcard",
            "text/x-vcard",
            "text/directory",
            "text/rfc822-headers",
            "text/csv",
            "text/rtf",
            "text/xml",
            "text/css",
            "text/javascript",
            "text/x-patch",
            "text/x-diff",
            "text/x-log",
            "text/tab-separated-values");

    static PartRole of(PartHeader part) {
        boolean alternative = part.parentType().equals("multipart/alternative");
        boolean alone = part.depth() == 0;
        String type = part.mimeType();
        if (!type.startsWith("text/") || part.disposition().value().equals("attachment") || DATA.contains(type)) {
            return ATTACHMENT;
        }
        if (alternative && OTHER_FORMS.contains(type)) {
            return LEFT_OUT;
        }
        // A name makes a file, except where a mailer names the body itself.
        if (!part.fileNames().isEmpty() && !alternative && !alone) {
            return ATTACHMENT;
        }
        return switch (type) {
            case "text/plain" -> PLAIN;
            case "text/html", "text/x-html" -> HTML;
            case "text/enriched", "text/richtext" -> ENRICHED;
            default -> alone ? PLAIN : ATTACHMENT;
        };
    }
}
