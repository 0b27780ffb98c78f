package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;

/** Skips what may stand before the header of a mail: a byte order mark, empty lines; and sees by which line ends it is written. */
final class MailStart {
    private static final int LOOKED_AT = 1_024;

    private MailStart() {}

    static InputStream skip(InputStream raw) throws IOException {
        byte[] head = raw.readNBytes(LOOKED_AT);
        int start = startsWithMark(head) ? 3 : 0;
        int field = start;
        while (field < head.length && (head[field] == '\r' || head[field] == '\n')) {
            field++;
        }
        // Empty lines end the header unless a field follows: then they were put before it.
        InputStream mail = new PrefixedStream(head, HeaderLines.startsField(head, field) ? field : start, raw);
        return LineEnds.areBareReturns(head) ? new LineEnds(mail) : mail;
    }

    private static boolean startsWithMark(byte[] head) {
        return head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF;
    }
}
