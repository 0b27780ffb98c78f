package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;

/** Uuencoded content, with or without its {@code begin} line; lines that are no data are skipped. */
public final class UuencodeStream extends DecodingStream {
    private static final int LONGEST_LINE = 512;

    private final byte[] line = new byte[LONGEST_LINE];
    private final byte[] decoded = new byte[64];
    private int length;

    public UuencodeStream(InputStream source) {
        super(source);
    }

    @Override
    void decode() throws IOException {
        while (room() >= decoded.length) {
            if (!readLine() || UuLine.isEnd(line, length)) {
                end();
                return;
            }
            if (UuLine.begin(line, length).isEmpty() && UuLine.isData(line, length)) {
                put(decoded, UuLine.decode(line, length, decoded));
            }
        }
    }

    private boolean readLine() throws IOException {
        length = 0;
        int c = next();
        if (c < 0) {
            return false;
        }
        for (; c >= 0 && c != '\n'; c = next()) {
            if (length < LONGEST_LINE) {
                line[length++] = (byte) c;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return true;
    }
}
