package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;

/** Quoted-printable (RFC 2045 §6.7), read leniently: what is no escape stays as it is, lower-case digits count, line ends stay as they are. */
final class QuotedPrintableStream extends DecodingStream {
    /** White space held back until it is known not to end its line; more of it is content. */
    private static final int MOST_HELD = 1_024;

    private final byte[] held = new byte[MOST_HELD];
    private int heldCount;

    QuotedPrintableStream(InputStream source) {
        super(source);
    }

    @Override
    void decode() throws IOException {
        while (room() > 2 * MOST_HELD) {
            int c = next();
            if (c < 0) {
                heldCount = 0;
                end();
                return;
            }
            switch (c) {
                case ' ', '\t' -> hold(c);
                case '\r', '\n' -> {
                    // White space at the end of a line was added on the way (rule 3).
                    heldCount = 0;
                    put(c);
                }
                case '=' -> escape();
                default -> {
                    release();
                    put(c);
                }
            }
        }
    }

    private void escape() throws IOException {
        release();
        int first = next();
        if (first < 0) {
            return;
        }
        int high = Character.digit(first, 16);
        if (high < 0) {
            back();
            softBreak();
            return;
        }
        int second = next();
        int low = second < 0 ? -1 : Character.digit(second, 16);
        if (low >= 0) {
            put((high << 4) | low);
            return;
        }
        put('=');
        put(first);
        if (second >= 0) {
            back();
        }
    }

    /** {@code =}, white space, end of line. */
    private void softBreak() throws IOException {
        int c = next();
        while ((c == ' ' || c == '\t') && heldCount < MOST_HELD) {
            hold(c);
            c = next();
        }
        if (c == '\r') {
            int following = next();
            if (following >= 0 && following != '\n') {
                back();
            }
            heldCount = 0;
        } else if (c == '\n' || c < 0) {
            heldCount = 0;
        } else {
            put('=');
            back();
        }
    }

    private void hold(int c) {
        if (heldCount == MOST_HELD) {
            release();
        }
        held[heldCount++] = (byte) c;
    }

    private void release() {
        put(held, heldCount);
        heldCount = 0;
    }
}
