package dev.waybill.message;

import dev.waybill.message.ParsedMail.Report;
import dev.waybill.message.mime.PartHeader;
import dev.waybill.message.mime.PrefixedStream;
import dev.waybill.message.text.CleanText;
import dev.waybill.message.text.TextDecoding;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps the beginning of each part that a reading of the mail is made from, while the part goes its way as an attachment. */
final class ReportIntake {
    /** A status for a hundred recipients, or a header as long as most servers take. */
    private static final int MOST_BYTES = 64 * 1024;
    /** A report has one of each. */
    private static final int MOST = 8;
    /** RFC 3464, 6522, 6533, 8098, 5965; the last ones are an original that is attached. */
    private static final Set<String> TYPES = Set.of(
            "message/delivery-status",
            "message/global-delivery-status",
            "message/disposition-notification",
            "message/global-disposition-notification",
            "message/feedback-report",
            "text/rfc822-headers",
            "message/global-headers",
            "message/rfc822",
            "message/global");

    private final List<Report> reports = new ArrayList<>();

    InputStream peek(PartHeader part, InputStream content) throws IOException {
        if (!TYPES.contains(part.mimeType()) || reports.size() >= MOST) {
            return content;
        }
        byte[] head = content.readNBytes(MOST_BYTES);
        String text = CleanText.lines(TextDecoding.decodeUtf8Or(head, part.charset()));
        reports.add(new Report(part.mimeType(), part.isMessage() ? header(text) : text));
        return new PrefixedStream(head, 0, content);
    }

    List<Report> reports() {
        return reports;
    }

    /** Of an attached mail only the header is kept. */
    private static String header(String message) {
        String text = message.stripLeading();
        int end = text.indexOf("\n\n");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
