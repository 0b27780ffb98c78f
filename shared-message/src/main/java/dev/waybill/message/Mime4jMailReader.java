package dev.waybill.message;

import dev.waybill.message.mime.PartWalker;
import java.io.IOException;
import java.io.InputStream;

/** The reader over Mime4j's token stream. Holds no state: one for all threads. */
public final class Mime4jMailReader implements MailReader {
    private final ReadLimits limits;

    public Mime4jMailReader() {
        this(ReadLimits.DEFAULT);
    }

    public Mime4jMailReader(ReadLimits limits) {
        this.limits = limits;
    }

    @Override
    public ParsedMail read(InputStream raw, AttachmentSink attachments) throws IOException {
        Warnings warnings = new Warnings();
        MailReading reading = new MailReading(limits, attachments, warnings);
        new PartWalker(limits, warnings, reading).walk(raw);
        return reading.mail();
    }
}
