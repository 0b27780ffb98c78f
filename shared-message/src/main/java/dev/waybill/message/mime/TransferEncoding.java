package dev.waybill.message.mime;

import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** How the bytes of a part are encoded for transfer (RFC 2045 §6), with the spellings found in the wild. */
public enum TransferEncoding {
    IDENTITY,
    BASE64,
    QUOTED_PRINTABLE,
    UUENCODE;

    /** Empty for a label that means nothing. */
    static Optional<TransferEncoding> of(String label) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < label.length() && letters.length() < 40 && ";(,".indexOf(label.charAt(i)) < 0; i++) {
            char c = label.charAt(i);
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                letters.append(c);
            }
        }
        return switch (letters.toString().toLowerCase(Locale.ROOT)) {
            case "", "7bit", "8bit", "7bits", "8bits", "binary", "7", "8", "none" -> Optional.of(IDENTITY);
            case "base64", "xbase64", "b64" -> Optional.of(BASE64);
            case "quotedprintable", "qp", "xquotedprintable", "quotedprintible" -> Optional.of(QUOTED_PRINTABLE);
            case "uuencode", "xuuencode", "uue", "xuue" -> Optional.of(UUENCODE);
            default -> Optional.empty();
        };
    }

    InputStream decode(InputStream encoded) {
        return switch (this) {
            case IDENTITY -> encoded;
            case BASE64 -> new Base64Stream(encoded);
            case QUOTED_PRINTABLE -> new QuotedPrintableStream(encoded);
            case UUENCODE -> new UuencodeStream(encoded);
        };
    }
}
