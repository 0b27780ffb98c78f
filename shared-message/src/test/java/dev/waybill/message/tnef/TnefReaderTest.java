package dev.waybill.message.tnef;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.Warnings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TnefReaderTest {
    private final Warnings warnings = new Warnings();
    private final List<String> told = new ArrayList<>();

    private List<String> read(byte[] tnef) throws IOException {
        new TnefReader(new Told(told), warnings).read(new ByteArrayInputStream(tnef));
        return told;
    }

    private record Told(List<String> told) implements TnefContents {
        @Override
        public void content(InputStream content) throws IOException {
            told.add("content " + new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void file(String name, String mimeType, String contentId) {
            told.add("file " + name + "|" + mimeType + "|" + contentId);
        }

        @Override
        public void body(InputStream content, boolean html, String charset) throws IOException {
            told.add((html ? "html " : "text ") + charset + " "
                    + new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void richText(InputStream rtf) throws IOException {
            told.add("rtf " + new String(rtf.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void fileIsNamedByThePropertiesBehindItsContent() throws IOException {
        // Given
        byte[] properties = new TnefBytes.Properties()
                .add(MapiProperties.ATTACH_FILENAME, MapiProperties.STRING, TnefBytes.ansi("LONGNA~1.TXT\0"))
                .add(0x8001, MapiProperties.STRING, TnefBytes.ansi("named property"))
                .number(0x3705, MapiProperties.LONG, 1, 4)
                .number(0x0E1B, 0x000B, 1, 4)
                .add(MapiProperties.ATTACH_LONG_FILENAME, MapiProperties.UNICODE, TnefBytes.unicode("long nämé.txt"))
                .add(MapiProperties.ATTACH_MIME_TAG, MapiProperties.STRING, TnefBytes.ansi("text/plain\0"))
                .add(MapiProperties.ATTACH_CONTENT_ID, MapiProperties.STRING, TnefBytes.ansi("id@example.org\0"))
                .bytes();
        // When
        read(new TnefBytes()
                .file("LONGNA~1.TXT", "hello")
                .attribute(2, 0x9005, properties)
                .bytes());
        // Then
        assertThat(told).containsExactly("content hello", "file long nämé.txt|text/plain|id@example.org");
        assertThat(warnings.list()).isEmpty();
    }

    @Test
    void contentMayLieInAnObject() throws IOException {
        // Given
        byte[] properties = new TnefBytes.Properties()
                .add(MapiProperties.ATTACH_DATA, MapiProperties.OBJECT, TnefBytes.ansi("0123456789abcdef" + "hello"))
                .add(MapiProperties.DISPLAY_NAME, MapiProperties.STRING, TnefBytes.ansi("shown.txt\0"))
                .bytes();
        // When
        read(new TnefBytes()
                .attribute(2, 0x9002, new byte[14])
                .attribute(2, 0x9005, properties)
                .bytes());
        // Then
        assertThat(told).containsExactly("content hello", "file shown.txt||");
    }

    @Test
    void namesAreReadInTheCodePage() throws IOException {
        // When
        read(new TnefBytes()
                .attribute(1, 0x9007, new byte[] {(byte) 0xE3, 4, 0, 0, 0, 0, 0, 0})
                .file(
                        new String("счёт.txt".getBytes(Charset.forName("windows-1251")), StandardCharsets.ISO_8859_1),
                        "x")
                .bytes());
        // Then
        assertThat(told).containsExactly("content x", "file счёт.txt||");
    }

    @Test
    void bodiesAreTold() throws IOException {
        // Given
        byte[] rtf = HexFormat.of()
                .parseHex("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
                        + "0af32068656c090020627705b06c647d0a800fa0");
        byte[] properties = new TnefBytes.Properties()
                .number(MapiProperties.INTERNET_CODE_PAGE, MapiProperties.LONG, 65001, 4)
                .add(MapiProperties.COMPRESSED_RTF, MapiProperties.BINARY, rtf)
                .add(MapiProperties.HTML, MapiProperties.BINARY, TnefBytes.ansi("<p>hi</p>"))
                .bytes();
        // When
        read(new TnefBytes()
                .attribute(1, 0x800C, TnefBytes.ansi("plain"))
                .attribute(1, 0x9003, properties)
                .bytes());
        // Then
        assertThat(told)
                .containsExactly(
                        "text  plain", "rtf {\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", "html utf-8 <p>hi</p>");
    }

    @Test
    void brokenStreamIsReadUpToThere() throws IOException {
        // Given
        byte[] whole =
                new TnefBytes().file("a.txt", "first").file("b.txt", "second").bytes();
        // When
        read(Arrays.copyOf(whole, whole.length - 5));
        // Then
        assertThat(told).containsExactly("content first", "file a.txt||", "content sec", "file b.txt||");
        assertThat(warnings.list()).containsExactly("A winmail.dat is cut off or broken; it is read up to there");
    }

    @Test
    void brokenPropertyCostsItsBlockOnly() throws IOException {
        // Given
        byte[] endless = new TnefBytes.Properties()
                .number(0x1234, 0x1001, 0xFFFFFFFFL, 4)
                .bytes();
        byte[] unknown = new TnefBytes.Properties().number(0x1234, 0x0666, 0, 4).bytes();
        byte[] overlong =
                new TnefBytes.Properties().number(0x3701, 0x0102, 1, 4).bytes();
        // When
        read(new TnefBytes()
                .attribute(1, 0x9003, endless)
                .attribute(1, 0x9003, unknown)
                .attribute(1, 0x9003, overlong)
                .file("a.txt", "after")
                .bytes());
        // Then
        assertThat(told).containsExactly("content after", "file a.txt||");
        assertThat(warnings.list()).containsExactly("A winmail.dat has a broken property; what follows it is left out");
    }

    @Test
    void garbageNeverThrows() throws IOException {
        byte[] whole = new TnefBytes()
                .file("a.txt", "first")
                .attribute(
                        2,
                        0x9005,
                        new TnefBytes.Properties()
                                .add(
                                        MapiProperties.ATTACH_LONG_FILENAME,
                                        MapiProperties.UNICODE,
                                        TnefBytes.unicode("long.txt"))
                                .bytes())
                .attribute(
                        1,
                        0x9003,
                        new TnefBytes.Properties()
                                .add(MapiProperties.COMPRESSED_RTF, MapiProperties.BINARY, new byte[40])
                                .bytes())
                .bytes();
        for (int seed = 0; seed < 2_000; seed++) {
            // Given
            Random random = new Random(seed);
            byte[] broken = whole.clone();
            for (int i = 0; i < 4; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            // When
            told.clear();
            read(broken);
            // Then
            assertThat(told).as("seed %d", seed).hasSizeLessThan(20);
        }
    }

    @Test
    void signatureIsKnown() {
        assertThat(TnefReader.isTnef(new TnefBytes().bytes())).isTrue();
        assertThat(TnefReader.isTnef(new byte[] {0x78, 0, 0, 0})).isFalse();
        assertThat(TnefReader.isTnef(new byte[2])).isFalse();
    }
}
