package dev.waybill.mailbox.gmail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that stand in the field {@code raw} of a JSON object, base64url, decoded as they are read: the whole mail is one text in it,
 * and a parser would hold it in memory. Everything beside it is small, and is parsed when the mail was read to its end; an object that
 * breaks off is an exception even if the mail was whole by then.
 */
final class RawField extends InputStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BESIDE = 256 * 1024;
    private static final int CHUNK = 32 * 1024;
    private static final String NAME = "raw";
    private static final int LONGEST_ESCAPE = 4;

    private final InputStream json;
    private final ByteArrayOutputStream beside = new ByteArrayOutputStream();
    private final byte[] text = new byte[CHUNK];
    private byte[] decoded = new byte[0];
    private int next;
    private State state = State.BEFORE;
    private @Nullable JsonNode rest;

    RawField(InputStream json) {
        this.json = new BufferedInputStream(json, CHUNK);
    }

    private enum State {
        BEFORE,
        INSIDE,
        PADDED,
        DONE
    }

    @Override
    public int read() throws IOException {
        return fill() ? decoded[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, decoded.length - next);
        System.arraycopy(decoded, next, into, offset, count);
        next += count;
        return count;
    }

    /** What stood beside the field; an empty object until the mail was read to its end. */
    JsonNode rest() {
        JsonNode known = rest;
        return known == null ? JSON.createObjectNode() : known;
    }

    private boolean fill() throws IOException {
        if (state == State.BEFORE) {
            find();
            state = State.INSIDE;
        }
        while (next == decoded.length && state != State.DONE) {
            decode();
        }
        return next < decoded.length;
    }

    /** Copies what comes before the value. The field is one of the outermost object; a text of that name elsewhere is not it. */
    private void find() throws IOException {
        int depth = 0;
        boolean named = false;
        while (true) {
            int c = copied();
            switch (c) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    if (named) {
                        return;
                    }
                    named = copyText() && depth == 1 && isName();
                    continue;
                }
                case ':', ' ', '\t', '\r', '\n' -> {
                    continue;
                }
                case -1 -> throw new IOException("Gmail's answer holds no mail");
                default -> {}
            }
            named = false;
        }
    }

    /** Copies the rest of a text; whether it is the one that is looked for. */
    private boolean copyText() throws IOException {
        StringBuilder start = new StringBuilder();
        while (true) {
            int c = copied();
            if (c == '"') {
                return start.toString().equals(NAME);
            }
            if (c < 0) {
                throw new IOException("Gmail's answer breaks off");
            }
            if (c == '\\') {
                copied();
            }
            if (start.length() <= NAME.length()) {
                start.append((char) c);
            }
        }
    }

    /** A name is followed by a colon; a value is not. */
    private boolean isName() throws IOException {
        json.mark(CHUNK);
        int c = json.read();
        for (int blanks = 0; Character.isWhitespace(c) && blanks < CHUNK - 1; blanks++) {
            c = json.read();
        }
        json.reset();
        return c == ':';
    }

    private int copied() throws IOException {
        int c = json.read();
        if (c >= 0) {
            if (beside.size() >= MOST_BESIDE) {
                throw new IOException("Gmail's answer holds too much beside the mail");
            }
            beside.write(c);
        }
        return c;
    }

    private void decode() throws IOException {
        int length = 0;
        boolean ended = false;
        while (length < text.length && !ended) {
            int c = json.read();
            switch (c) {
                case -1 -> throw new IOException("Gmail's answer breaks off in the mail");
                case '"' -> ended = true;
                case '\\' -> length += take(escaped(), length);
                default -> length += take(c, length);
            }
        }
        try {
            decoded = Base64.getUrlDecoder().decode(new String(text, 0, length, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException("the mail in Gmail's answer is not base64url", e);
        }
        next = 0;
        if (ended) {
            finish();
        }
    }

    /** Both alphabets are taken; padding ends the data. Returns how many characters were kept. */
    private int take(int c, int at) throws IOException {
        if (c == '=') {
            state = State.PADDED;
            return 0;
        }
        if (state == State.PADDED) {
            throw new IOException("the mail in Gmail's answer goes on behind its padding");
        }
        text[at] = (byte) (c == '+' ? '-' : c == '/' ? '_' : c);
        return 1;
    }

    private int escaped() throws IOException {
        int c = json.read();
        if (c != 'u') {
            return c;
        }
        int value = 0;
        for (int i = 0; i < LONGEST_ESCAPE; i++) {
            int digit = Character.digit(json.read(), 16);
            if (digit < 0) {
                throw new IOException("the mail in Gmail's answer holds a broken escape");
            }
            value = value * 16 + digit;
        }
        return value > 0x7f ? '?' : value;
    }

    private void finish() throws IOException {
        beside.write('"');
        while (copied() >= 0) {
            // Only copied.
        }
        try {
            JsonNode parsed = JSON.readTree(beside.toByteArray());
            if (parsed == null || !parsed.isObject()) {
                throw new IOException("Gmail's answer is no object");
            }
            rest = parsed;
        } catch (JsonProcessingException e) {
            throw new IOException("Gmail's answer breaks off behind the mail", e);
        }
        state = State.DONE;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
