package dev.waybill.mailbox;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A mail that ends with an exception where it becomes larger than allowed, whatever its server said of its size. */
public final class CappedStream extends FilterInputStream {
    private final long limit;
    private long left;

    public CappedStream(InputStream mail, long limit) {
        super(mail);
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new TooLargeException(limit);
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
