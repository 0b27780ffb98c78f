package dev.waybill.mailbox.imap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Mails for tests: ASCII with CRLF, so that every server gives back what it was given. */
final class Mails {
    private Mails() {}

    static byte[] small(int number) {
        return mail(number, "This is mail " + number + ".\r\n");
    }

    static List<byte[]> small(int from, int to) {
        List<byte[]> mails = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            mails.add(small(number));
        }
        return mails;
    }

    /** A mail of at least this many bytes, in lines that differ. */
    static byte[] large(int bytes) {
        StringBuilder body = new StringBuilder(bytes + 128);
        for (int line = 0; body.length() < bytes; line++) {
            body.append("line ").append(line).append(" of a large mail, which says little\r\n");
        }
        return mail(0, body.toString());
    }

    private static byte[] mail(int number, String body) {
        return ("From: Ada <ada@example.org>\r\nTo: help@example.org\r\nSubject: Mail " + number
                        + "\r\nMessage-ID: <" + number
                        + "@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
