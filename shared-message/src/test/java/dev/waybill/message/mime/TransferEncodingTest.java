package dev.waybill.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransferEncodingTest {
    private static String decode(TransferEncoding encoding, String raw) throws IOException {
        try (InputStream decoded =
                encoding.decode(new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)))) {
            return new String(decoded.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7bit              | IDENTITY
            8BIT"             | IDENTITY
            binary            | IDENTITY
            Base64            | BASE64
            base64 (comment)  | BASE64
            base64; x=y       | BASE64
            quoted-printable  | QUOTED_PRINTABLE
            Quoted Printable  | QUOTED_PRINTABLE
            x-uuencode        | UUENCODE
            """)
    void labelIsUnderstood(String label, TransferEncoding encoding) {
        assertThat(TransferEncoding.of(label)).contains(encoding);
    }

    @Test
    void unknownLabelIsNone() {
        assertThat(TransferEncoding.of("x-gzip64")).isEmpty();
        assertThat(TransferEncoding.of("")).contains(TransferEncoding.IDENTITY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    aGVsbG8=           | hello
                    aGVsbG8            | hello
                    aGV*s bG8=         | hello
                    aGVs=bG8=          | hello
                    aA==aA==           | hh
                    aGVsbG8=__footer__ | hello
                    a                  | ~~
                    """)
    void base64IsLenient(String raw, String text) throws IOException {
        assertThat(decode(TransferEncoding.BASE64, raw)).isEqualTo(text);
    }

    @Test
    void base64OfAnyLengthComesBack() throws IOException {
        Random random = new Random(7);
        for (int length : new int[] {0, 1, 2, 3, 8_190, 8_191, 8_192, 30_000}) {
            // Given
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String encoded = Base64.getMimeEncoder().encodeToString(bytes);
            // Then
            assertThat(decode(TransferEncoding.BASE64, encoded).getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void quotedPrintableIsLenient() throws IOException {
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "caf=E9 =e9")).isEqualTo("caf\u00e9 \u00e9");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "soft=\r\nbreak=\nand= \t\r\nmore"))
                .isEqualTo("softbreakandmore");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "added on the way  \t\r\nnext  "))
                .isEqualTo("added on the way\r\nnext");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "=2G = x =\u00e9 ==41 ="))
                .isEqualTo("=2G = x =\u00e9 =A ");
        assertThat(decode(TransferEncoding.QUOTED_PRINTABLE, "a" + " ".repeat(3_000) + "b"))
                .isEqualTo("a" + " ".repeat(3_000) + "b");
    }

    @Test
    void uuencodeNeedsNoFrame() throws IOException {
        assertThat(decode(
                        TransferEncoding.UUENCODE, "junk line here\r\nbegin 644 a\r\n%:&5L;&\\ \r\n`\r\nend\r\nafter"))
                .isEqualTo("hello");
        assertThat(decode(TransferEncoding.UUENCODE, "%:&5L;&\\ \n")).isEqualTo("hello");
        assertThat(decode(TransferEncoding.UUENCODE, "")).isEmpty();
    }
}
