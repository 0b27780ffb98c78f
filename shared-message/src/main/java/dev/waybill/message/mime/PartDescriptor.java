package dev.waybill.message.mime;

import org.apache.james.mime4j.stream.BodyDescriptor;
import org.jspecify.annotations.Nullable;

/** What the parser needs to know about a part: whether to look for parts in it, and by which boundary. */
record PartDescriptor(PartHeader part, @Nullable String boundary) implements BodyDescriptor {
    /** A multipart that is to be walked, or anything that is a leaf to the parser. */
    @Override
    public String getMimeType() {
        return boundary == null ? "application/octet-stream" : "multipart/mixed";
    }

    @Override
    public String getMediaType() {
        return boundary == null ? "application" : "multipart";
    }

    @Override
    public String getSubType() {
        return boundary == null ? "octet-stream" : "mixed";
    }

    @Override
    public @Nullable String getBoundary() {
        return boundary;
    }

    @Override
    public @Nullable String getCharset() {
        return null;
    }

    /** Undone by {@link TransferEncoding}, not by the parser. */
    @Override
    public String getTransferEncoding() {
        return "binary";
    }

    @Override
    public long getContentLength() {
        return -1;
    }
}
