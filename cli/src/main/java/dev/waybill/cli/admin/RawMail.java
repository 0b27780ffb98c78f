package dev.waybill.cli.admin;

import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * A mail that travels as the bytes of its file. SMTP itself only changes what RFC 5321 asks for: a dot at the start of a line is
 * doubled on the wire (§4.5.2), and a bare line feed becomes a line end (§2.3.8).
 */
final class RawMail extends SMTPMessage {
    private final byte[] bytes;

    RawMail(Session session, String envelopeFrom, byte[] bytes) {
        super(session);
        this.bytes = bytes;
        setEnvelopeFrom(envelopeFrom);
    }

    /** Whether RFC 6152 wants it announced as 8BITMIME. */
    boolean hasHighBytes() {
        for (byte b : bytes) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    /** Leaves no header out, whatever the transport asks: the file is the mail. */
    @Override
    public void writeTo(OutputStream out, String[] ignoreList) throws IOException {
        out.write(bytes);
    }
}
