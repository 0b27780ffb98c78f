package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.message.ParsedMail.Attachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AttachmentSinkTest {
    private final byte[] mail = Mails.bytes("related-and-mixed");

    @Test
    void sizeAndHashAreOfTheWholeContentThoughTheSinkReadsAByteAndCloses() throws Exception {
        // Given
        byte[] pdf = "%PDF-1.4 pretend".getBytes(StandardCharsets.US_ASCII);
        // When
        ParsedMail read = new Mime4jMailReader().read(new ByteArrayInputStream(mail), content -> {
            assertThat(content.read()).isNotNegative();
            content.close();
        });
        // Then
        Attachment attachment = read.attachments().getLast();
        assertThat(attachment.size()).isEqualTo(pdf.length);
        assertThat(attachment.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(pdf)));
    }

    @Test
    void skippedBytesCount() throws IOException {
        // When
        ParsedMail read = new Mime4jMailReader()
                .read(
                        new ByteArrayInputStream(mail),
                        content -> assertThat(content.skip(5)).isEqualTo(5));
        // Then
        assertThat(read.attachments().getFirst().size()).isEqualTo(48);
    }

    @Test
    void whatTheSinkThrowsPasses() {
        // Given
        AttachmentSink full = content -> {
            throw new IOException("disk full");
        };
        // Then
        assertThatThrownBy(() -> new Mime4jMailReader().read(new ByteArrayInputStream(mail), full))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @Test
    void whatTheStreamThrowsPasses() {
        // Given
        InputStream broken = new InputStream() {
            private final InputStream start = new ByteArrayInputStream(mail, 0, 900);

            @Override
            public int read() throws IOException {
                int b = start.read();
                if (b < 0) {
                    throw new IOException("connection lost");
                }
                return b;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = start.read(buffer, offset, length);
                if (count < 0) {
                    throw new IOException("connection lost");
                }
                return count;
            }
        };
        // Then
        assertThatThrownBy(() -> new Mime4jMailReader().read(broken, AttachmentSink.discard()))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
    }

    @Test
    void givenStreamStaysOpen() throws IOException {
        // Given
        boolean[] closed = {false};
        InputStream raw = new ByteArrayInputStream(mail) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        // When
        new Mime4jMailReader().read(raw, AttachmentSink.discard());
        // Then
        assertThat(closed[0]).isFalse();
    }
}
