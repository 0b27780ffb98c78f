package dev.waybill.cli.inspect;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.ReadingSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Reads one mail after the other as the consumer does, streaming; keeps nothing of them. */
final class MailInspector {
    private final MailReader reader = new Mime4jMailReader();
    private final MailInterpreter interpreter;

    MailInspector(ReadingSettings settings) {
        this.interpreter = new MailInterpreter(settings);
    }

    Inspection inspect(String file, InputStream raw) throws IOException {
        MessageDigest digest = sha256();
        Counted counted = new Counted(new DigestInputStream(raw, digest));
        ParsedMail mail = reader.read(counted, AttachmentSink.discard());
        counted.transferTo(OutputStream.nullOutputStream());
        return new Inspection(
                file, counted.count, HexFormat.of().formatHex(digest.digest()), mail, interpreter.read(mail));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count += Math.max(0, read);
            return read;
        }

        /** Nothing is skipped unread: the hash is of all bytes. */
        @Override
        public long skip(long n) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(8192, Math.max(0, n))]));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
