package dev.waybill.message.text;

import java.nio.charset.StandardCharsets;

/** UTF-7 (RFC 2152), read leniently: what is not base64 behind a {@code +} stays as it is. */
final class Utf7 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Utf7() {}

    static String decode(byte[] bytes) {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        StringBuilder text = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c != '+') {
                text.append(c);
                i++;
            } else if (i + 1 < raw.length() && raw.charAt(i + 1) == '-') {
                text.append('+');
                i += 2;
            } else {
                i = shifted(raw, i + 1, text);
            }
        }
        return text.toString();
    }

    private static int shifted(String raw, int from, StringBuilder text) {
        int bits = 0;
        int held = 0;
        int i = from;
        while (i < raw.length()) {
            int value = ALPHABET.indexOf(raw.charAt(i));
            if (value < 0) {
                break;
            }
            bits = (bits << 6) | value;
            held += 6;
            if (held >= 16) {
                held -= 16;
                text.append((char) (bits >>> held));
                bits &= (1 << held) - 1;
            }
            i++;
        }
        if (i == from) {
            text.append('+');
        } else if (i < raw.length() && raw.charAt(i) == '-') {
            i++;
        }
        return i;
    }
}
