package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;

/**
 * Drops the rest of an endless header line before the parser, which collects lines in memory, can see it. Bodies pass untouched.
 */
final class HeaderLineGuard extends InputStream {
    private final InputStream source;
    private final int longest;
    private boolean inHeader;
    private int lineLength;
    private boolean cut;

    HeaderLineGuard(InputStream source, int longest) {
        this.source = source;
        this.longest = longest;
    }

    void enterHeader() {
        inHeader = true;
        lineLength = 0;
    }

    void leaveHeader() {
        inHeader = false;
    }

    /** Whether a line lost its end. */
    boolean hasCut() {
        return cut;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = source.read(buffer, offset, length);
        while (inHeader && count > 0) {
            int kept = keep(buffer, offset, count);
            if (kept > 0) {
                return kept;
            }
            count = source.read(buffer, offset, length);
        }
        return count;
    }

    private int keep(byte[] buffer, int offset, int count) {
        int kept = offset;
        for (int i = offset; i < offset + count; i++) {
            byte b = buffer[i];
            lineLength = b == '\n' ? 0 : lineLength + 1;
            if (lineLength <= longest) {
                buffer[kept++] = b;
            } else {
                cut = true;
            }
        }
        return kept - offset;
    }
}
