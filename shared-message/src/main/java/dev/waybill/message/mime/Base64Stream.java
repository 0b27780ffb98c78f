package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Base64 (RFC 2045 §6.8), read leniently: foreign characters are skipped, padding may be missing, several encoded pieces may follow
 * each other. Behind padding a foreign character ends it: a footer that a list server appended.
 */
final class Base64Stream extends DecodingStream {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private int bits;
    private int sextets;
    private boolean padded;

    Base64Stream(InputStream source) {
        super(source);
    }

    @Override
    void decode() throws IOException {
        while (room() >= 3) {
            int c = next();
            if (c < 0) {
                flush();
                end();
                return;
            }
            int value = VALUES[c];
            if (value >= 0) {
                bits = (bits << 6) | value;
                sextets++;
                if (sextets == 4) {
                    put(bits >>> 16);
                    put(bits >>> 8);
                    put(bits);
                    sextets = 0;
                    bits = 0;
                }
            } else if (c == '=') {
                flush();
                padded = true;
            } else if (padded && c > ' ') {
                flush();
                end();
                return;
            }
        }
    }

    /** One sextet alone holds no whole byte. */
    private void flush() {
        if (sextets == 2) {
            put(bits >>> 4);
        } else if (sextets == 3) {
            put(bits >>> 10);
            put(bits >>> 2);
        }
        sextets = 0;
        bits = 0;
    }
}
