package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Undoes a transfer encoding while being read, in fixed buffers; closing it leaves the source open. */
abstract class DecodingStream extends InputStream {
    private static final int BUFFER = 8_192;

    private final InputStream source;
    private final byte[] in = new byte[BUFFER];
    private int inAt;
    private int inEnd;
    private final byte[] out = new byte[BUFFER];
    private int outAt;
    private int outEnd;
    private boolean done;

    DecodingStream(InputStream source) {
        this.source = source;
    }

    /** Decodes some of the source; calls {@link #end} at its end. Puts at most what {@link #room} says. */
    abstract void decode() throws IOException;

    /** The next byte of the source, or -1. */
    final int next() throws IOException {
        if (inAt == inEnd) {
            inAt = 0;
            inEnd = Math.max(0, source.read(in, 0, in.length));
            if (inEnd == 0) {
                return -1;
            }
        }
        return in[inAt++] & 0xFF;
    }

    /** Gives back the byte that {@link #next} returned last. */
    final void back() {
        inAt--;
    }

    final void put(int b) {
        out[outEnd++] = (byte) b;
    }

    final void put(byte[] bytes, int length) {
        System.arraycopy(bytes, 0, out, outEnd, length);
        outEnd += length;
    }

    final int room() {
        return out.length - outEnd;
    }

    final void end() {
        done = true;
    }

    @Override
    public final int read() throws IOException {
        return fill() ? out[outAt++] & 0xFF : -1;
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, outEnd - outAt);
        System.arraycopy(out, outAt, buffer, offset, count);
        outAt += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (outAt == outEnd) {
            if (done) {
                return false;
            }
            outAt = 0;
            outEnd = 0;
            decode();
        }
        return true;
    }
}
