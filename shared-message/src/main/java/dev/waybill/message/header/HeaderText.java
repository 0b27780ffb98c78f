package dev.waybill.message.header;

import dev.waybill.message.text.TextDecoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns the raw bytes of a field's value into one line of Unicode; encoded words stay as they are. */
public final class HeaderText {
    private HeaderText() {}

    /**
     * UTF-8 (RFC 6532), else the charset of the mail's text, else windows-1252; a fold is one space (RFC 5322 §2.2.3); no NUL; the ends
     * trimmed.
     *
     * @param label the charset that the same header declares for the text, or empty
     */
    public static String unfold(byte[] raw, int from, String label) {
        byte[] value = Arrays.copyOfRange(raw, from, raw.length);
        String text = isPlain(value)
                ? new String(value, StandardCharsets.ISO_8859_1)
                : TextDecoding.decodeUtf8Or(value, label);
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                // A fold is one space, whatever it was indented by.
                while (i + 1 < text.length() && " \t\r\n".indexOf(text.charAt(i + 1)) >= 0) {
                    i++;
                }
                if (line.isEmpty() || line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else if (c != 0) {
                line.append(Character.isSurrogate(c) && !paired(text, i) ? '\uFFFD' : c);
            }
        }
        return line.toString().strip();
    }

    private static boolean paired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** Neither 8-bit nor with the escapes of ISO 2022. */
    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0 || b == 0x1B) {
                return false;
            }
        }
        return true;
    }
}
