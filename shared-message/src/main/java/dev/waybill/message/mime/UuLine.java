package dev.waybill.message.mime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of uuencoded data (POSIX {@code uuencode}): a {@code begin} line, data lines led by their length, {@code end}. */
public final class UuLine {
    /** 45 bytes a line are usual; the length character allows 63. */
    private static final int MOST_BYTES = 63;

    private UuLine() {}

    /** The file name of a line {@code begin 644 name}. */
    public static Optional<String> begin(byte[] line, int length) {
        // Three or four octal digits behind the word.
        if (length < 11
                || length > 400
                || line[0] != 'b'
                || !new String(line, 0, 6, StandardCharsets.ISO_8859_1).equals("begin ")) {
            return Optional.empty();
        }
        int i = 6;
        while (i < length && line[i] >= '0' && line[i] <= '7') {
            i++;
        }
        boolean mode = (i == 9 || i == 10) && i < length && line[i] == ' ';
        String name = mode ? new String(line, i + 1, length - i - 1, StandardCharsets.ISO_8859_1).strip() : "";
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Whether a line is data: its length character fits its length (a lost last character is common). */
    public static boolean isData(byte[] line, int length) {
        if (length == 0 || length > 4 * MOST_BYTES) {
            return false;
        }
        int bytes = value(line[0]);
        int characters = (bytes + 2) / 3 * 4;
        for (int i = 0; i < length; i++) {
            if (line[i] < ' ' || line[i] > '`') {
                return false;
            }
        }
        // Trailing spaces (zeros) may have been trimmed on the way; a checksum character may follow.
        return length - 1 <= characters + 2 && (bytes > 0 ? length > 1 : length <= 2);
    }

    public static boolean isEnd(byte[] line, int length) {
        return length >= 3
                && length <= 10
                && line[0] == 'e'
                && line[1] == 'n'
                && line[2] == 'd'
                && (length == 3 || line[3] <= ' ');
    }

    /** Decodes a data line; returns the number of bytes. */
    static int decode(byte[] line, int length, byte[] to) {
        int bytes = length == 0 ? 0 : value(line[0]);
        int count = 0;
        for (int i = 1; count < bytes; i += 4) {
            int bits = (at(line, length, i) << 18)
                    | (at(line, length, i + 1) << 12)
                    | (at(line, length, i + 2) << 6)
                    | at(line, length, i + 3);
            for (int shift = 16; shift >= 0 && count < bytes; shift -= 8) {
                to[count++] = (byte) (bits >>> shift);
            }
        }
        return count;
    }

    private static int at(byte[] line, int length, int index) {
        return index < length ? value(line[index]) : 0;
    }

    private static int value(byte c) {
        return (c - ' ') & 0x3F;
    }
}
