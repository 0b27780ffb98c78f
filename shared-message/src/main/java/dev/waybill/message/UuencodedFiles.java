package dev.waybill.message;

import dev.waybill.message.mime.UuLine;
import dev.waybill.message.mime.UuencodeStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Takes the files out of a plain text that carries them uuencoded between its lines, as mails did before MIME. */
final class UuencodedFiles {
    /** Told each file where it stands; reads its content. */
    interface Files {
        void file(String name, InputStream content) throws IOException;

        /** Whether one more is taken; else it stays text. */
        boolean takesMore();
    }

    private static final int LONGEST_LINE = 512;

    private final InputStream content;
    private final TextIntake intake;
    private final Files files;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8_192];
    private int at;
    private int end;
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private boolean wholeLine;
    private boolean lineStart = true;

    UuencodedFiles(InputStream content, TextIntake intake, Files files) {
        this.content = content;
        this.intake = intake;
        this.files = files;
    }

    /** The text around the files. */
    byte[] read() throws IOException {
        while (readLine()) {
            Optional<String> name =
                    wholeLine && files.takesMore() ? UuLine.begin(line, contentLength()) : Optional.empty();
            if (name.isPresent()) {
                afterBegin(name.get());
            } else if (!intake.accept(line, length, text)) {
                return text.toByteArray();
            }
        }
        return text.toByteArray();
    }

    /** "begin 644 of the month" is a sentence unless data follows. */
    private void afterBegin(String name) throws IOException {
        byte[] begin = Arrays.copyOf(line, length);
        boolean more = readLine();
        if (more && wholeLine && (UuLine.isData(line, contentLength()) || UuLine.isEnd(line, contentLength()))) {
            files.file(name, new UuencodeStream(new Block()));
            return;
        }
        intake.accept(begin, begin.length, text);
        if (more) {
            intake.accept(line, length, text);
        }
    }

    private int contentLength() {
        int end = length;
        while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    /** A line with its end, or a piece of a longer one. */
    private boolean readLine() throws IOException {
        length = 0;
        boolean fromStart = lineStart;
        lineStart = false;
        while (length < LONGEST_LINE && !lineStart && fill()) {
            byte b = buffer[at++];
            line[length++] = b;
            lineStart = b == '\n';
        }
        wholeLine = fromStart && (lineStart || length < LONGEST_LINE);
        return length > 0;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, content.read(buffer, 0, buffer.length));
        }
        return at < end;
    }

    /** The lines from the current one up to the {@code end} line. */
    private final class Block extends InputStream {
        private int served;
        private boolean last;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int count) throws IOException {
            if (served == length) {
                last = last || (wholeLine && UuLine.isEnd(line, contentLength()));
                served = 0;
                if (last || !readLine()) {
                    last = true;
                    length = 0;
                    return -1;
                }
            }
            int given = Math.min(count, length - served);
            System.arraycopy(line, served, to, offset, given);
            served += given;
            return given;
        }
    }
}
