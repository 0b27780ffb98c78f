package dev.waybill.ingress.google;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GmailPushReaderTest {
    private final GmailPushReader reader = new GmailPushReader();

    private GmailPush read(String body) {
        return reader.read(body.getBytes(UTF_8));
    }

    private GmailPush ofData(String json) {
        return ofEncoded(Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
    }

    private GmailPush ofEncoded(String data) {
        return read("""
            {"message":{"data":"%s","messageId":"1","publishTime":"2026-01-01T00:00:00Z","attributes":{}},"subscription":"s"}\
            """.formatted(data));
    }

    @ParameterizedTest
    @CsvSource({
        "987, 987",
        "'\"987\"', 987",
        "18446744073709551615, 18446744073709551615",
        "'\"18446744073709551615\"', 18446744073709551615",
        "9007199254740993, 9007199254740993",
        "'\"007\"', 7"
    })
    void historyIdIsANumberOrAStringAndNeverADouble(String written, String id) {
        assertThat(ofData("{\"emailAddress\":\"a@b.example\",\"historyId\":" + written + "}"))
                .isEqualTo(new GmailPush.Changed("a@b.example", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "1e3", "18446744073709551616", "\"x\"", "\"\"", "null", "true", "[7]"})
    void otherIdsAreMalformed(String written) {
        assertThat(ofData("{\"emailAddress\":\"a@b.example\",\"historyId\":" + written + "}"))
                .isEqualTo(new GmailPush.Malformed());
    }

    @Test
    void bothAlphabetsOfBase64AreReadPaddedOrNot() {
        // Given
        byte[] data = "{\"emailAddress\":\"ÿ?>~~@b.example\",\"historyId\":7}".getBytes(UTF_8);
        GmailPush right = new GmailPush.Changed("ÿ?>~~@b.example", "7");
        String plain = Base64.getEncoder().encodeToString(data);
        String url = Base64.getUrlEncoder().encodeToString(data);
        assertThat(plain).isNotEqualTo(url);

        // Then
        for (String encoded : new String[] {plain, url, plain.replace("=", ""), url.replace("=", "")}) {
            assertThat(ofEncoded(encoded)).isEqualTo(right);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"message\":7}",
                "{\"message\":{}}",
                "{\"message\":{\"data\":\"%%%\"}}",
                "{\"message\":{\"data\":\"Zm9v\"}}",
                "{\"message\":{\"data\":\"e30=\"}} x",
                "{\"emailAddress\":\"a@b.example\",\"historyId\":7}"
            })
    void everythingElseIsMalformed(String body) {
        assertThat(read(body)).isEqualTo(new GmailPush.Malformed());
    }

    @Test
    void deepJsonAndLongDataAreMalformed() {
        assertThat(read("{\"message\":" + "[".repeat(100_000))).isEqualTo(new GmailPush.Malformed());
        assertThat(ofEncoded("A".repeat(20_000))).isEqualTo(new GmailPush.Malformed());
        assertThat(ofData("{\"x\":" + "[".repeat(5_000))).isEqualTo(new GmailPush.Malformed());
        assertThat(ofData("{\"emailAddress\":\"" + "a".repeat(400) + "@b.example\",\"historyId\":7}"))
                .isEqualTo(new GmailPush.Malformed());
    }
}
