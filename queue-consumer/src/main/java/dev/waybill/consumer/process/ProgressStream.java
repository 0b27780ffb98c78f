package dev.waybill.consumer.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells that it goes on, once every megabyte: a large mail may take its time, a dripping server may not. */
final class ProgressStream extends FilterInputStream {
    private static final long STEP = 1024 * 1024;

    private final Runnable progress;
    private long left = STEP;

    ProgressStream(InputStream in, Runnable progress) {
        super(in);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(read);
        return read;
    }

    private void count(int read) {
        left -= Math.max(0, read);
        if (left <= 0) {
            left = STEP;
            progress.run();
        }
    }
}
