package dev.waybill.message.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextDecodingTest {
    private static byte[] in(String charset, String text) {
        return text.getBytes(Charset.forName(charset));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    utf-8                | UTF-8          | grün
                    UTF8                 | UTF-8          | grün
                    "utf-8"              | UTF-8          | grün
                    utf-8;               | UTF-8          | grün
                    us-ascii             | UTF-8          | grün
                    us-ascii             | windows-1252   | grün
                    ~~                   | UTF-8          | grün
                    ~~                   | windows-1252   | grün
                    unknown-8bit         | windows-1252   | grün
                    x-unknown            | UTF-8          | grün
                    iso-8859-1           | windows-1252   | “grün”
                    utf-8                | windows-1252   | grün
                    koi8-r               | KOI8-R         | привет
                    cp-850               | IBM850         | grün
                    en_US.iso885915      | ISO-8859-15    | 5 €
                    x-gbk                | GBK            | 你好
                    gb2312               | GB18030        | 你好㐀
                    ks_c_5601-1987       | x-windows-949  | 한글
                    iso-8859-8-i         | ISO-8859-8     | שלום
                    _iso-2022-jp$ESC     | ISO-2022-JP    | 日本語
                    us-ascii             | ISO-2022-JP    | 日本語
                    shift_jis            | windows-31j    | ①日本語
                    windows-1251         | windows-1251   | привет
                    macintosh            | x-MacRoman     | grün
                    """)
    void labelsAndBytesAgreeOrTheBytesWin(String label, String charset, String text) {
        assertThat(TextDecoding.decode(in(charset, text), label)).isEqualTo(text);
    }

    @Test
    void byteOrderMarkDecides() {
        assertThat(TextDecoding.decode(in("UTF-8", "\uFEFFgrün"), "iso-8859-1")).isEqualTo("grün");
        assertThat(TextDecoding.decode(in("x-UTF-16LE-BOM", "grün"), "us-ascii"))
                .isEqualTo("grün");
        assertThat(TextDecoding.decode(in("UTF-16", "grün"), "")).isEqualTo("grün");
        assertThat(TextDecoding.decode(in("X-UTF-32BE-BOM", "grün"), "")).isEqualTo("grün");
    }

    @Test
    void oneBrokenByteDoesNotChangeTheCharset() {
        // Given
        byte[] bytes = in("UTF-8", "äöüß – viele gute Zeichen: ÄÖÜ?");
        bytes[bytes.length - 1] = (byte) 0xFF;
        // Then
        assertThat(TextDecoding.decode(bytes, "utf-8")).isEqualTo("äöüß – viele gute Zeichen: ÄÖÜ\uFFFD");
    }

    @Test
    void utf7IsDecodedOnlyWhenDeclared() {
        assertThat(TextDecoding.decode("Hi Mom +Jjo-!".getBytes(StandardCharsets.US_ASCII), "utf-7"))
                .isEqualTo("Hi Mom ☺!");
        assertThat(TextDecoding.decode("Hi Mom +Jjo-!".getBytes(StandardCharsets.US_ASCII), "unicode-1-1-utf-7"))
                .isEqualTo("Hi Mom ☺!");
        assertThat(TextDecoding.decode("1 + 1 +- 2 +".getBytes(StandardCharsets.US_ASCII), "utf-7"))
                .isEqualTo("1 + 1 + 2 +");
        assertThat(TextDecoding.decode("+ADw-script+AD4-".getBytes(StandardCharsets.US_ASCII), ""))
                .isEqualTo("+ADw-script+AD4-");
    }

    @Test
    void utf16LabelOnAsciiIsWrong() {
        assertThat(TextDecoding.decode("plain".getBytes(StandardCharsets.US_ASCII), "utf-16"))
                .isEqualTo("plain");
    }

    @Test
    void documentStatesItsCharset() {
        assertThat(TextDecoding.decodeHtml(in("windows-1251", "<meta charset=windows-1251>привет"), ""))
                .endsWith("привет");
        assertThat(TextDecoding.decodeHtml(
                        in("KOI8-R", "<META content='text/html; charset=koi8-r' http-equiv=x>привет"), ""))
                .endsWith("привет");
        assertThat(TextDecoding.decodeHtml(in("UTF-8", "<meta charset=koi8-r>привет"), "utf-8"))
                .endsWith("привет");
        assertThat(TextDecoding.decodeHtml(in("UTF-8", "<meta charset=\"\"><meta>привет"), ""))
                .endsWith("привет");
    }

    @Test
    void everyByteDecodesUnderEveryName() {
        // Given
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        // Then
        Charset.availableCharsets()
                .keySet()
                .forEach(name ->
                        assertThat(TextDecoding.decode(all, name)).as(name).isNotEmpty());
    }
}
