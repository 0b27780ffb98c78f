package dev.waybill.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, read once from its bytes. Everything is decoded Unicode; nothing is trusted.
 *
 * @param headers all header fields in their order, unfolded, values raw
 * @param messageId without angle brackets, or null
 * @param inReplyTo ids without angle brackets
 * @param references ids without angle brackets, oldest first, at most 100
 * @param text the plain text: assembled from the text parts, or made from the HTML
 * @param html sanitised, remote images off; null when the mail has no HTML
 * @param textFromHtml whether the text was made from the HTML, because the mail has no plain text
 * @param reports the parts that programs read, in their order, apart from {@code attachments}, which has them, too
 * @param warnings what was broken and how it was read, for the operator
 */
public record ParsedMail(
        List<Header> headers,
        List<Address> from,
        @Nullable Address sender,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        String subject,
        @Nullable Instant sentAt,
        @Nullable String messageId,
        List<String> inReplyTo,
        List<String> references,
        String text,
        @Nullable String html,
        boolean textFromHtml,
        List<Attachment> attachments,
        List<Report> reports,
        List<String> warnings) {
    public ParsedMail {
        headers = List.copyOf(headers);
        from = List.copyOf(from);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
        attachments = List.copyOf(attachments);
        reports = List.copyOf(reports);
        warnings = List.copyOf(warnings);
    }

    /** The first value of a header field, by name without regard to case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(h -> h.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** One header field. */
    public record Header(String name, String value) {}

    /** {@code name} may be empty; {@code address} is as written when it could not be parsed. */
    public record Address(String name, String address) {}

    /**
     * A part that a person would save to a file.
     *
     * @param name cleaned of paths and control characters; never empty
     * @param contentType lower case, without parameters
     * @param size decoded bytes
     * @param sha256 of the decoded bytes, lower-case hex
     * @param contentId without angle brackets, or null
     */
    public record Attachment(
            String name,
            String contentType,
            long size,
            String sha256,
            boolean inline,
            @Nullable String contentId) {}

    /**
     * The beginning of a part that tells programs of another mail: a delivery status, a disposition, a feedback report, or the header of
     * the mail that it is about.
     *
     * @param contentType lower case, without parameters
     * @param content decoded Unicode, line ends {@code \n}, folds as they were
     */
    public record Report(String contentType, String content) {}
}
