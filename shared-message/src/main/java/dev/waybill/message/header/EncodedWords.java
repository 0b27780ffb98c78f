package dev.waybill.message.header;

import dev.waybill.message.text.CharsetNames;
import dev.waybill.message.text.TextDecoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the encoded words of a header value (RFC 2047), also where they may not stand: inside words and quotes, with spaces in them,
 * without their end, with a character split between two of them. What is no encoded word stays as it is. Linear.
 */
public final class EncodedWords {
    /** Longest charset label looked for; RFC 2047 allows 75 characters for the whole word. */
    private static final int LONGEST_LABEL = 60;

    private final String raw;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String pendingCharset = "";
    /** Bits of a base64 word that was cut between two of its bytes: the next word goes on with them. A whole word leaves none but zeros. */
    private int bits;

    private int held;
    private int nextEnd = -1;

    private EncodedWords(String raw) {
        this.raw = raw;
    }

    public static String decode(String raw) {
        return raw.contains("=?") ? new EncodedWords(raw).run() : raw;
    }

    private String run() {
        int at = 0;
        while (at < raw.length()) {
            int open = raw.indexOf("=?", at);
            if (open < 0) {
                open = raw.length();
            }
            Word word = open < raw.length() ? wordAt(open) : null;
            if (word == null) {
                int end = Math.min(raw.length(), open + 2);
                plain(at, end);
                at = end;
            } else {
                plain(at, open);
                append(word);
                at = word.end;
            }
        }
        flush();
        return text.toString();
    }

    /** White space between two encoded words is not part of the text (RFC 2047 §6.2). */
    private void plain(int from, int to) {
        if (from == to || (pending.size() > 0 && to < raw.length() && raw.startsWith("=?", to) && isBlank(from, to))) {
            return;
        }
        flush();
        text.append(raw, from, to);
    }

    private void append(Word word) {
        if (!word.charset.equalsIgnoreCase(pendingCharset)) {
            flush();
            pendingCharset = word.charset;
        }
        if (!word.base64) {
            bits = 0;
        }
        byte[] bytes = word.base64 ? base64(word.from, word.to) : quoted(word);
        // Words of stateful charsets (ISO-2022-*) each begin in ASCII: joined, they must not leak their state.
        if (pending.size() > 0 && word.charset.toLowerCase(Locale.ROOT).startsWith("iso-2022")) {
            flush();
            pendingCharset = word.charset;
        }
        pending.writeBytes(bytes);
        if (pending.size() == 0) {
            pendingCharset = "";
        }
    }

    private void flush() {
        if (pending.size() > 0) {
            text.append(TextDecoding.decode(pending.toByteArray(), pendingCharset));
            pending.reset();
        }
        pendingCharset = "";
        bits = 0;
        held = 0;
    }

    private record Word(String charset, boolean base64, int from, int to, int end) {}

    private @Nullable Word wordAt(int open) {
        int mark = raw.indexOf('?', open + 2);
        if (mark < 0 || mark - open > LONGEST_LABEL || mark + 2 >= raw.length() || raw.charAt(mark + 2) != '?') {
            return null;
        }
        char encoding = Character.toLowerCase(raw.charAt(mark + 1));
        if (encoding != 'b' && encoding != 'q') {
            return null;
        }
        int from = mark + 3;
        int to = endFrom(from);
        int end = to + 2;
        int nextWord = raw.indexOf("=?", from);
        if (nextWord >= from && nextWord == to - 1) {
            // "=?=" closes a word whose text ends in "=".
            nextWord = raw.indexOf("=?", to);
        }
        if (to < 0 || (nextWord >= 0 && nextWord < to)) {
            // The end is missing: the word ends where the next begins, or where white space does.
            to = from;
            while (to < raw.length() && !Character.isWhitespace(raw.charAt(to)) && !raw.startsWith("=?", to)) {
                to++;
            }
            end = to;
            if (to == from) {
                return null;
            }
        }
        return new Word(raw.substring(open + 2, mark), encoding == 'b', from, to, end);
    }

    /** Where {@code ?=} stands at or behind a place; asked with rising places only, so that all look-ups together are linear. */
    private int endFrom(int from) {
        if (nextEnd < from) {
            nextEnd = raw.indexOf("?=", from);
            if (nextEnd < 0) {
                nextEnd = Integer.MAX_VALUE;
            }
        }
        return nextEnd == Integer.MAX_VALUE ? -1 : nextEnd;
    }

    private byte[] quoted(Word word) {
        // Raw 8-bit characters, which may not be here, were meant in the word's own charset.
        Charset charset = CharsetNames.find(word.charset).orElse(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(word.to - word.from);
        for (int i = word.from; i < word.to; i++) {
            char c = raw.charAt(i);
            if (c == '_') {
                out.write(' ');
            } else if (c == '=' && i + 2 < word.to && hex(i + 1) >= 0 && hex(i + 2) >= 0) {
                out.write((hex(i + 1) << 4) | hex(i + 2));
                i += 2;
            } else if (c < 0x80) {
                out.write(c);
            } else {
                out.writeBytes(String.valueOf(c).getBytes(charset));
            }
        }
        return out.toByteArray();
    }

    private int hex(int at) {
        return Character.digit(raw.charAt(at), 16);
    }

    private byte[] base64(int from, int to) {
        if (bits == 0) {
            held = 0;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((to - from) * 3 / 4);
        for (int i = from; i < to; i++) {
            int value = sextet(raw.charAt(i));
            if (value >= 0) {
                bits = (bits << 6) | value;
                held += 6;
                if (held >= 8) {
                    held -= 8;
                    out.write(bits >>> held);
                    bits &= (1 << held) - 1;
                }
            } else if (raw.charAt(i) == '=') {
                bits = 0;
                held = 0;
            }
        }
        return out.toByteArray();
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(raw.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
