package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose lines end in bare carriage returns, as of old Macs, read as one of ordinary lines. */
final class LineEnds extends InputStream {
    private final InputStream source;
    private boolean afterReturn;

    LineEnds(InputStream source) {
        this.source = source;
    }

    /** Whether a beginning has such lines and no others. */
    static boolean areBareReturns(byte[] head) {
        int returns = 0;
        for (byte b : head) {
            if (b == '\n') {
                return false;
            }
            returns += b == '\r' ? 1 : 0;
        }
        return returns > 1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = source.read(buffer, offset, length);
        while (count > 0) {
            int kept = convert(buffer, offset, count);
            if (kept > 0) {
                return kept;
            }
            count = source.read(buffer, offset, length);
        }
        return count;
    }

    private int convert(byte[] buffer, int offset, int count) {
        int kept = offset;
        for (int i = offset; i < offset + count; i++) {
            byte b = buffer[i];
            if (b != '\n' || !afterReturn) {
                buffer[kept++] = b == '\r' ? (byte) '\n' : b;
            }
            afterReturn = b == '\r';
        }
        return kept - offset;
    }
}
