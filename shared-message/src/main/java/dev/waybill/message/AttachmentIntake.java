package dev.waybill.message;

import dev.waybill.message.ParsedMail.Attachment;
import dev.waybill.message.text.CleanText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands the content of each attachment to the sink while it is read, counts and hashes it; holds none of it. */
final class AttachmentIntake {
    private final AttachmentSink sink;
    private final List<Taken> taken = new ArrayList<>();

    AttachmentIntake(AttachmentSink sink) {
        this.sink = sink;
    }

    /** What was counted and hashed. */
    record Content(long size, String sha256) {}

    /** What is known of an attachment before the HTML has told whether it shows it. */
    private record Taken(String name, String contentType, Content content, boolean inline, String contentId) {}

    int count() {
        return taken.size();
    }

    /** Hands a content to the sink; what it is called may become known only behind it. */
    Content absorb(InputStream content) throws IOException {
        MessageDigest digest = sha256();
        Counted counted = new Counted(new DigestInputStream(content, digest));
        sink.accept(counted);
        counted.transferTo(OutputStream.nullOutputStream());
        return new Content(counted.bytes, HexFormat.of().formatHex(digest.digest()));
    }

    void take(String name, String contentType, boolean inline, Optional<String> contentId, Content content) {
        taken.add(new Taken(name, CleanText.atMost(contentType, 255), content, inline, contentId.orElse("")));
    }

    /**
     * All that was taken.
     *
     * @param shown the content ids that the HTML refers to
     */
    List<Attachment> attachments(Set<String> shown) {
        return taken.stream()
                .map(t -> new Attachment(
                        t.name,
                        t.contentType,
                        t.content.size(),
                        t.content.sha256(),
                        t.inline || shown.contains(t.contentId),
                        t.contentId.isEmpty() ? null : t.contentId))
                .toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Counts; cannot be closed, so that the rest can still be read when the sink is done. */
    private static final class Counted extends FilterInputStream {
        long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = super.read(to, offset, length);
            bytes += Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] passed = new byte[(int) Math.max(0, Math.min(count, 8_192))];
            return passed.length == 0 ? 0 : Math.max(0, read(passed, 0, passed.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {}
    }
}
