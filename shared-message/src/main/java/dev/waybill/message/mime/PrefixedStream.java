package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Some bytes and then a stream; closing it leaves the stream open. */
public final class PrefixedStream extends InputStream {
    private final byte[] prefix;
    private int at;
    private final InputStream rest;

    public PrefixedStream(byte[] prefix, int from, InputStream rest) {
        this.prefix = prefix;
        this.at = from;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return at < prefix.length ? prefix[at++] & 0xFF : rest.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (at >= prefix.length) {
            return rest.read(buffer, offset, length);
        }
        int count = Math.min(length, prefix.length - at);
        System.arraycopy(prefix, at, buffer, offset, count);
        at += count;
        return count;
    }
}
