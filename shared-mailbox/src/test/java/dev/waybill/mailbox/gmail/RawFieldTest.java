package dev.waybill.mailbox.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawFieldTest {
    @Test
    void everyLengthIsDecodedInBothAlphabetsWithAndWithoutPadding() throws Exception {
        // Given
        Random random = new Random(5);
        for (int length : new int[] {0, 1, 2, 3, 4, 24_575, 24_576, 24_577, 49_152, 100_000}) {
            byte[] mail = new byte[length];
            random.nextBytes(mail);
            for (String text : new String[] {
                Base64.getUrlEncoder().encodeToString(mail),
                Base64.getUrlEncoder().withoutPadding().encodeToString(mail),
                Base64.getEncoder().encodeToString(mail),
                Base64.getEncoder().encodeToString(mail).replace("=", "\\u003d").replace("/", "\\/")
            }) {
                // When
                RawField field = field("{\"id\":\"1\",\"raw\":\"" + text + "\",\"internalDate\":\"17\"}");
                byte[] read = field.readAllBytes();

                // Then
                assertThat(read).isEqualTo(mail);
                assertThat(field.rest().path("internalDate").asText()).isEqualTo("17");
                assertThat(field.rest().path("id").asText()).isEqualTo("1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"raw\":\"AAAA\"},\"raw\":\"SGk\"}",
                "{\"a\":\"raw\",\"raw\":\"SGk\"}",
                "{\"a\":[\"raw\",\"raw\"], \"raw\" : \"SGk\"}",
                "{\"a\\\"raw\\\":\":\"raw\",\"raw\":\"SGk\"}",
                "{\"raw\":\"SGk\",\"b\":{\"raw\":\"AAAA\"}}"
            })
    void onlyTheOutermostFieldIsTheMail(String json) throws Exception {
        assertThat(new String(field(json).readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("Hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"a\":{\"raw\":\"AAAA\"}}",
                "{\"raw\":\"SG",
                "{\"raw\":\"SGk\"",
                "{\"raw\":\"SGk\",\"a\":",
                "{\"raw\":\"S*k\"}",
                "{\"raw\":\"SGk=SGk\"}",
                "{\"raw\":\"SGk\\u00zz\"}",
                "{\"raw\":\"SGkAA\"}",
                "{\"raw\":null}",
                "{\"raw\":17}"
            })
    void brokenAnswerIsNoMail(String json) {
        assertThatThrownBy(() -> field(json).readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void whatStandsBesideTheMailIsLimited() {
        assertThatThrownBy(() -> field("{\"a\":\"" + "x".repeat(300_000) + "\",\"raw\":\"SGk\"}")
                        .readAllBytes())
                .isInstanceOf(IOException.class);
    }

    private static RawField field(String json) {
        return new RawField(new ByteArrayInputStream(json.getBytes(StandardCharsets.US_ASCII)));
    }
}
