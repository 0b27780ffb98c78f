package dev.waybill.devstack.http;

/** A mail as it was delivered; two are the same only if they are one. */
public final class MailBytes {
    private final byte[] bytes;

    public MailBytes(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }
}
