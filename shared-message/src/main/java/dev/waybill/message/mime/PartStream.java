package dev.waybill.message.mime;

import dev.waybill.message.Warnings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.james.mime4j.MimeIOException;

/** The content of a part as the parser gives it: where the parser breaks, it ends. What the mail's own stream throws passes. */
final class PartStream extends InputStream {
    private final InputStream parsed;
    private final Warnings warnings;
    private boolean broken;

    PartStream(InputStream parsed, Warnings warnings) {
        this.parsed = parsed;
        this.warnings = warnings;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (broken) {
            return -1;
        }
        try {
            return parsed.read(buffer, offset, length);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (MimeIOException | RuntimeException e) {
            broken = true;
            warnings.add("The structure of the mail is broken inside a part; the part is read up to there");
            return -1;
        }
    }
}
