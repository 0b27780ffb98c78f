package dev.waybill.message.mime;

import dev.waybill.message.ParsedMail.Header;
import dev.waybill.message.ReadLimits;
import dev.waybill.message.Warnings;
import dev.waybill.message.header.HeaderFields;
import dev.waybill.message.header.HeaderText;
import dev.waybill.message.header.ParameterizedValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One entity's header as it was written: its fields and the lines that are none, in order, within the limits. Where a line is no field
 * and no real field follows, the empty line before the body was forgotten: what stands from there on is text of the body.
 */
final class HeaderLines {
    /** Field names of one word; others have a hyphen or a capital inside ("NOTE: buy milk" is a sentence). */
    private static final Set<String> WORDS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "sender",
            "received",
            "references",
            "comments",
            "keywords",
            "organization",
            "importance",
            "priority",
            "sensitivity",
            "status",
            "lines",
            "encrypted");

    private final ReadLimits limits;
    private final Warnings warnings;
    private final List<byte[]> lines = new ArrayList<>();
    private int bytes;
    private boolean full;

    HeaderLines(ReadLimits limits, Warnings warnings) {
        this.limits = limits;
        this.warnings = warnings;
    }

    /** How many bytes the next field may still have. */
    int room() {
        return limits.headerBytes() - bytes;
    }

    /** Takes a field with its folded lines. */
    void add(byte[] line) {
        if (lines.size() >= limits.headers() || line.length > room()) {
            markFull();
            return;
        }
        bytes += line.length;
        lines.add(line);
    }

    void markFull() {
        if (!full) {
            full = true;
            warnings.add("The header is longer than the limit (" + limits.headers() + " fields, " + limits.headerBytes()
                    + " bytes); the rest of it is left out");
        }
    }

    HeaderFields fields() {
        List<Header> fields = new ArrayList<>(lines.size());
        int end = bodyStart();
        String label = textCharset(end);
        for (int i = 0; i < end; i++) {
            byte[] line = lines.get(i);
            int colon = colon(line, 0);
            if (colon > 0) {
                String name = new String(line, 0, colon, StandardCharsets.US_ASCII).strip();
                fields.add(new Header(name, HeaderText.unfold(line, colon + 1, label)));
            } else if (!isMboxLine(i)) {
                warnings.add("A line in a header is no field; it is left out");
            }
        }
        return new HeaderFields(fields);
    }

    /** Mailers that write raw 8-bit fields write them in the charset of the text. */
    private String textCharset(int end) {
        for (int i = 0; i < end; i++) {
            byte[] line = lines.get(i);
            if (startsWith(line, "Content-Type:") || startsWith(line, "Content-type:")) {
                String value = new String(line, StandardCharsets.ISO_8859_1).substring("Content-Type:".length());
                return ParameterizedValue.parse(value).parameter("charset").orElse("");
            }
        }
        return "";
    }

    /** The text of the body that the header swallowed. */
    byte[] stray() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = bodyStart(); i < lines.size(); i++) {
            text.writeBytes(lines.get(i));
        }
        if (text.size() > 0) {
            warnings.add("No empty line ends a header; its lines that are no fields are read as text");
        }
        return text.toByteArray();
    }

    private int bodyStart() {
        int start = lines.size();
        for (int i = lines.size() - 1; i >= 0; i--) {
            byte[] line = lines.get(i);
            if (colon(line, 0) < 0) {
                start = isMboxLine(i) ? start : i;
            } else if (isRealField(line)) {
                break;
            }
        }
        return start;
    }

    /** An mbox separator ("From " and an address), also quoted; one or two stand before the first field. */
    private boolean isMboxLine(int index) {
        byte[] line = lines.get(index);
        boolean separator = index <= 1 && (startsWith(line, "From ") || startsWith(line, ">From "));
        return separator && index + 1 < lines.size() && (colon(lines.get(index + 1), 0) > 0 || isMboxLine(index + 1));
    }

    private static boolean isRealField(byte[] line) {
        String name = new String(line, 0, colon(line, 0), StandardCharsets.US_ASCII).strip();
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '-' || (Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1)))) {
                return true;
            }
        }
        return WORDS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a field, or an mbox separator before fields, starts at a place. */
    static boolean startsField(byte[] bytes, int from) {
        return colon(bytes, from) > from
                || (bytes.length - from > 5 && new String(bytes, from, 5, StandardCharsets.US_ASCII).equals("From "));
    }

    /** Where the colon behind a field name stands, or -1 (RFC 5322 §2.2; §4.5 allows white space before the colon). */
    private static int colon(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] > ' ' && bytes[i] != ':' && bytes[i] < 0x7F) {
            i++;
        }
        if (i == from) {
            return -1;
        }
        while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i < bytes.length && bytes[i] == ':' ? i : -1;
    }

    private static boolean startsWith(byte[] line, String prefix) {
        return line.length >= prefix.length()
                && new String(line, 0, prefix.length(), StandardCharsets.US_ASCII).equals(prefix);
    }
}
