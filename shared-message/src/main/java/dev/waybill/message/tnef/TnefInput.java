package dev.waybill.message.tnef;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A stretch of a TNEF stream of known length: little-endian numbers, and stretches in it. Its end is an {@link EOFException}. */
final class TnefInput extends InputStream {
    private final InputStream source;
    private long left;

    TnefInput(InputStream source, long length) {
        this.source = source;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        int count = left <= 0 ? -1 : source.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }

    long left() {
        return left;
    }

    /** An unsigned number. */
    long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int b = read();
            if (b < 0) {
                throw new EOFException();
            }
            value |= (long) b << (8 * i);
        }
        return value;
    }

    void skip(int bytes) throws IOException {
        number(Math.min(bytes, 8));
        if (bytes > 8) {
            skip(bytes - 8);
        }
    }

    void skipRest() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    /** A string of 16-bit units up to its zero; at most {@code most} bytes are kept. */
    String unicode(int most) throws IOException {
        String text = new String(readNBytes(most), StandardCharsets.UTF_16LE);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
