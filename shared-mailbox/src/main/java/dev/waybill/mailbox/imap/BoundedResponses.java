package dev.waybill.mailbox.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's responses with a bound on each. Angus Mail's own reader allocates whatever length a server announces for a literal, up
 * to 2 GB; this one keeps the first {@link #LARGEST_LITERAL} bytes, reads over the rest, and tells by the length that it did.
 */
final class BoundedResponses extends ResponseInputStream {
    /** Of a larger literal only this much is kept; whoever asked takes the mail in pieces then. */
    static final int LARGEST_LITERAL = 8 * 1024 * 1024;

    /** All but literals: a SEARCH of a million UIDs is one line of 11 MB. */
    private static final int LARGEST_TEXT = 16 * 1024 * 1024;

    private static final int MOST_LITERALS = 32;
    private static final int MOST_KEPT = 24 * 1024 * 1024;
    /** Beyond this a literal is not even read over: at 1 MB a second it would take longer than a server waits for us. */
    private static final long LARGEST_SKIPPED = 1024L * 1024 * 1024;

    /** Small, because ten thousand idle connections have one each; literals go past it. */
    private final byte[] buffer = new byte[1024];

    private final InputStream in;
    private final ReadPace pace;
    private int position;
    private int limit;

    BoundedResponses(InputStream in, ReadPace pace) {
        super(InputStream.nullInputStream());
        this.in = in;
        this.pace = pace;
    }

    /** Whether bytes came that nobody has read. Before TLS begins there must be none: they would be somebody else's. */
    boolean hasUnread() {
        return position < limit;
    }

    @Override
    public ByteArray readResponse() throws IOException {
        return readResponse(null);
    }

    @Override
    public ByteArray readResponse(@Nullable ByteArray ignored) throws IOException {
        Text text = new Text();
        for (int literals = 0; ; literals++) {
            readLine(text);
            long announced = text.announcedLiteral();
            if (announced < 0) {
                return new ByteArray(text.bytes, 0, text.count);
            }
            int kept = (int) Math.min(announced, LARGEST_LITERAL);
            if (literals == MOST_LITERALS || text.count + (long) kept > MOST_KEPT || announced > LARGEST_SKIPPED) {
                throw new ImplausibleAnswerException(
                        "a response with more than " + literals + " literals, or one of " + announced + " bytes");
            }
            if (kept < announced) {
                text.announce(kept);
            }
            text.reserve(kept);
            readFully(text.bytes, text.count, kept);
            text.count += kept;
            text.kept += kept;
            skip(announced - kept);
        }
    }

    @Override
    public int available() throws IOException {
        return limit - position;
    }

    private void readLine(Text text) throws IOException {
        while (true) {
            while (position < limit) {
                byte next = buffer[position++];
                text.add(next);
                if (next == '\n' && text.endsLine()) {
                    return;
                }
            }
            if (text.count - text.kept > LARGEST_TEXT) {
                throw new ImplausibleAnswerException("a response of more than " + LARGEST_TEXT + " bytes");
            }
            position = 0;
            limit = 0;
            limit = receive(buffer, 0, buffer.length);
        }
    }

    private void readFully(byte[] target, int offset, int length) throws IOException {
        int buffered = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, buffered);
        position += buffered;
        for (int done = buffered; done < length; ) {
            done += receive(target, offset + done, length - done);
        }
    }

    private void skip(long count) throws IOException {
        byte[] waste = new byte[(int) Math.min(count, 64 * 1024)];
        for (long left = count; left > 0; ) {
            int now = (int) Math.min(left, waste.length);
            readFully(waste, 0, now);
            left -= now;
        }
    }

    private int receive(byte[] target, int offset, int length) throws IOException {
        long begun = System.nanoTime();
        int received = in.read(target, offset, length);
        if (received < 0) {
            throw new EOFException("the server closed the connection");
        }
        pace.took(System.nanoTime() - begun, received);
        return received;
    }

    /** What was read of one response. */
    private static final class Text {
        private byte[] bytes = new byte[128];
        private int count;
        private int kept;

        void add(byte next) {
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, count * 2);
            }
            bytes[count++] = next;
        }

        void reserve(int more) {
            int needed = count + more + 64;
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, needed);
            }
        }

        boolean endsLine() {
            return count > 1 && bytes[count - 2] == '\r';
        }

        /** The n of a line that ends with {n}, or -1. */
        long announcedLiteral() {
            int open = openBrace();
            if (open < 0) {
                return -1;
            }
            long announced = 0;
            for (int i = open + 1; i < count - 3; i++) {
                announced = Math.min(announced * 10 + (bytes[i] - '0'), Integer.MAX_VALUE);
            }
            return announced;
        }

        /** Makes the line announce another length. */
        void announce(int length) {
            byte[] digits = (length + "}\r\n").getBytes(StandardCharsets.US_ASCII);
            int open = openBrace();
            System.arraycopy(digits, 0, bytes, open + 1, digits.length);
            count = open + 1 + digits.length;
        }

        private int openBrace() {
            int i = count - 3;
            if (i < 0 || bytes[i] != '}') {
                return -1;
            }
            int last = i;
            do {
                i--;
            } while (i >= 0 && bytes[i] >= '0' && bytes[i] <= '9');
            return i >= 0 && bytes[i] == '{' && i < last - 1 ? i : -1;
        }
    }
}
