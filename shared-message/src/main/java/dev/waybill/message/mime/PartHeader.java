package dev.waybill.message.mime;

import dev.waybill.message.Warnings;
import dev.waybill.message.header.EncodedWords;
import dev.waybill.message.header.HeaderFields;
import dev.waybill.message.header.MessageIds;
import dev.waybill.message.header.ParameterizedValue;
import dev.waybill.message.text.TextDecoding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the header of one part says about it.
 *
 * @param mimeType {@code type/subtype} in lower case; the default of its place when the header states none
 * @param depth 0 for the mail itself
 * @param parentType the {@code mimeType} around it, or empty
 * @param stray text of the body that stood in the header
 */
public record PartHeader(
        HeaderFields fields,
        String mimeType,
        ParameterizedValue contentType,
        ParameterizedValue disposition,
        TransferEncoding encoding,
        int depth,
        String parentType,
        String stray) {

    static PartHeader read(HeaderLines lines, int depth, String parentType, Warnings warnings) {
        HeaderFields fields = lines.fields();
        ParameterizedValue contentType = ParameterizedValue.parse(fields.firstFilled("Content-Type"));
        ParameterizedValue disposition = ParameterizedValue.parse(fields.firstFilled("Content-Disposition"));
        boolean file = disposition.value().equals("attachment")
                || disposition.parameter("filename").isPresent();
        String mimeType = contentType.value().isEmpty()
                ? parentType.equals("multipart/digest") ? "message/rfc822" : "text/plain"
                : mimeType(contentType.value(), file, warnings);
        return new PartHeader(
                fields,
                mimeType,
                contentType,
                disposition,
                encoding(fields, warnings),
                depth,
                parentType,
                TextDecoding.decode(
                        lines.stray(), contentType.parameter("charset").orElse("")));
    }

    private static TransferEncoding encoding(HeaderFields fields, Warnings warnings) {
        String label = fields.firstFilled("Content-Transfer-Encoding");
        return TransferEncoding.of(label).orElseGet(() -> {
            warnings.add("A Content-Transfer-Encoding is unknown; the part is read as it stands");
            return TransferEncoding.IDENTITY;
        });
    }

    /** RFC 2045 §5.2: what is no type is text, unless it is a file. */
    private static String mimeType(String value, boolean file, Warnings warnings) {
        int slash = value.indexOf('/');
        String type = slash < 0 ? value : value.substring(0, slash);
        String subtype = slash < 0 ? "" : value.substring(slash + 1);
        if (isToken(type) && isToken(subtype)) {
            return value;
        }
        warnings.add("A Content-Type is broken; the part is read by what is left of it");
        return switch (type) {
            case "multipart" -> "multipart/mixed";
            case "html" -> "text/html";
            case "image", "audio", "video", "application" -> "application/octet-stream";
            default -> file ? "application/octet-stream" : "text/plain";
        };
    }

    /** RFC 6838 §4.2 allows 127 characters a name. */
    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.length() <= 127
                && name.chars().allMatch(c -> c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
    }

    public boolean isMultipart() {
        return mimeType.startsWith("multipart/");
    }

    /** A mail inside the mail (RFC 2046 §5.2.1, RFC 6532 §3.7). */
    public boolean isMessage() {
        return mimeType.equals("message/rfc822") || mimeType.equals("message/global");
    }

    /** The part behind {@code multipart/}. */
    public String subtype() {
        return mimeType.substring(mimeType.indexOf('/') + 1);
    }

    public String charset() {
        return contentType.parameter("charset").orElse("");
    }

    /** The file names as the sender wrote them, encoded words decoded; the better one first. */
    public List<String> fileNames() {
        return Stream.of(disposition.parameter("filename"), contentType.parameter("name"))
                .flatMap(Optional::stream)
                .filter(name -> !name.isBlank())
                .map(EncodedWords::decode)
                .toList();
    }

    public Optional<String> contentId() {
        return MessageIds.first(fields.firstFilled("Content-ID"));
    }

    /** The same header for a part whose structure turned out to be another. */
    PartHeader as(String otherType) {
        return new PartHeader(fields, otherType, contentType, disposition, encoding, depth, parentType, stray);
    }
}
