package dev.waybill.message.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes the bytes of a text: by its byte order mark, as declared, as UTF-8 when that is what the bytes are, else as windows-1252.
 * Never fails: what no charset explains becomes U+FFFD.
 */
public final class TextDecoding {
    private static final char REPLACED = '\uFFFD';
    private static final Charset JAPANESE = Charset.forName("x-windows-50221");

    private TextDecoding() {}

    /** Text without byte order mark; the label may be empty or nonsense. */
    public static String decode(byte[] bytes, String label) {
        Optional<String> marked = byMark(bytes);
        if (marked.isPresent()) {
            return marked.get();
        }
        if (isAscii(bytes)) {
            return sevenBit(bytes, label);
        }
        return CharsetNames.find(label)
                .map(declared -> declared(bytes, declared))
                .orElseGet(() -> detected(bytes));
    }

    /** As {@link #decode}, and by what an unlabelled document states itself. */
    public static String decodeHtml(byte[] bytes, String label) {
        boolean labelled = CharsetNames.find(label).isPresent() || CharsetNames.isUtf7(label);
        return decode(bytes, labelled ? label : MetaCharset.find(bytes).orElse(label));
    }

    /** Text that should be UTF-8; else as {@link #decode}. */
    public static String decodeUtf8Or(byte[] bytes, String label) {
        return isAscii(bytes)
                ? decode(bytes, label)
                : strict(bytes, StandardCharsets.UTF_8).orElseGet(() -> decode(bytes, label));
    }

    /** Raw 8-bit text of which nothing is declared: UTF-8 (RFC 6532), else windows-1252. */
    public static String detected(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACED) < 0 || strict(bytes, StandardCharsets.UTF_8).isPresent()) {
            return text;
        }
        return mostlyRight(text) ? text : new String(bytes, CharsetNames.WESTERN);
    }

    private static String declared(byte[] bytes, Charset charset) {
        String text = new String(bytes, charset);
        if (text.indexOf(REPLACED) < 0) {
            return text;
        }
        if (!charset.equals(StandardCharsets.UTF_8)) {
            Optional<String> utf8 = strict(bytes, StandardCharsets.UTF_8);
            if (utf8.isPresent()) {
                return utf8.get();
            }
        }
        return mostlyRight(text) ? text : detected(bytes);
    }

    /** A few broken characters among many good ones are damage; the other way round the label is wrong. */
    private static boolean mostlyRight(String text) {
        int good = 0;
        int bad = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == REPLACED) {
                bad++;
            } else if (c >= 0x80) {
                good++;
            }
        }
        return good > 4 * bad;
    }

    private static String sevenBit(byte[] bytes, String label) {
        if (CharsetNames.isUtf7(label)) {
            return Utf7.decode(bytes);
        }
        Charset charset = CharsetNames.find(label).orElse(StandardCharsets.US_ASCII);
        if (charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32")) {
            // Without a zero byte it is no such text, whatever a page made elsewhere says of itself.
            return new String(bytes, hasZero(bytes) ? charset : StandardCharsets.US_ASCII);
        }
        // Escape sequences (ISO 2022) are 7-bit: Japanese text with the label forgotten on its way.
        boolean plain = charset.equals(StandardCharsets.US_ASCII)
                || charset.equals(StandardCharsets.UTF_8)
                || charset.equals(CharsetNames.WESTERN);
        return new String(bytes, plain && hasJapaneseEscape(bytes) ? JAPANESE : charset);
    }

    /** {@code ESC $ B} or {@code ESC $ @}: JIS X 0208 begins. */
    static boolean hasJapaneseEscape(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0x1B && bytes[i + 1] == '$' && (bytes[i + 2] == 'B' || bytes[i + 2] == '@')) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> byMark(byte[] b) {
        if (startsWith(b, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(detected(Arrays.copyOfRange(b, 3, b.length)));
        }
        if (startsWith(b, 0xFF, 0xFE, 0, 0)) {
            return Optional.of(new String(b, 4, b.length - 4, Charset.forName("UTF-32LE")));
        }
        if (startsWith(b, 0, 0, 0xFE, 0xFF)) {
            return Optional.of(new String(b, 4, b.length - 4, Charset.forName("UTF-32BE")));
        }
        if (startsWith(b, 0xFF, 0xFE)) {
            return Optional.of(new String(b, 2, b.length - 2, StandardCharsets.UTF_16LE));
        }
        if (startsWith(b, 0xFE, 0xFF)) {
            return Optional.of(new String(b, 2, b.length - 2, StandardCharsets.UTF_16BE));
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> strict(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
