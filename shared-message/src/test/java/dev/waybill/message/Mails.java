package dev.waybill.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The mails of the tests: files of {@code src/test/resources/mails}, or written in the test. */
final class Mails {
    private Mails() {}

    static byte[] bytes(String name) {
        try (InputStream file =
                Objects.requireNonNull(Mails.class.getResourceAsStream("/mails/" + name + ".eml"), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ParsedMail read(String name) {
        return read(bytes(name));
    }

    static ParsedMail read(byte[] raw) {
        return read(raw, ReadLimits.DEFAULT);
    }

    static ParsedMail read(byte[] raw, ReadLimits limits) {
        try {
            return new Mime4jMailReader(limits).read(new ByteArrayInputStream(raw), AttachmentSink.discard());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of a text block, with the line ends of a mail, one byte a character. */
    static ParsedMail of(String lines) {
        return read(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The contents of all attachments. */
    static List<byte[]> contents(byte[] raw) {
        List<byte[]> contents = new ArrayList<>();
        try {
            new Mime4jMailReader().read(new ByteArrayInputStream(raw), content -> contents.add(content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}
