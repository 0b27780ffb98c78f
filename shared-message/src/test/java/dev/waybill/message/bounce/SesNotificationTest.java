package dev.waybill.message.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SesNotificationTest {
    private static final String BOUNCE = """
            {"notificationType":"Bounce",\
            "bounce":{"bouncedRecipients":[{"emailAddress":"bob@example.net","status":"5.1.1"}]},\
            "mail":{"commonHeaders":{"messageId":"<a@example.org>"}}}""";

    @ParameterizedTest
    @ValueSource(strings = {"", "\n--\nTo stop this, visit https://example.org", "\n\"Bounce\"", " 5 {\"a\":[", "}]"})
    void whatFollowsTheDocumentIsNoPartOfIt(String after) {
        // When
        SesNotification read = SesNotification.read(BOUNCE + after).orElseThrow();
        // Then
        assertThat(read.type()).isEqualTo("Bounce");
        assertThat(read.messageId()).isEqualTo("<a@example.org>");
        assertThat(read.recipients()).containsExactly(Map.of("emailAddress", "bob@example.net", "status", "5.1.1"));
    }

    @Test
    void documentThatEndsTooEarlyCountsAsFarAsItGoes() {
        // When
        SesNotification read = SesNotification.read(BOUNCE.substring(0, BOUNCE.indexOf(",\"mail\"")))
                .orElseThrow();
        // Then
        assertThat(read.recipients()).hasSize(1);
        assertThat(read.messageId()).isEmpty();
    }
}
