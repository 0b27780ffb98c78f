package dev.waybill.mailbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "17, 17",
        "0, 0",
        "'31,120', 120",
        "' 31 , 7 ', 31",
        "999999999, 86400",
        "'Sat, 28 Nov 2026 12:01:30 GMT', 90",
        "'Sat, 28 Nov 2026 11:00:00 GMT', 0"
    })
    void secondsListsAndDatesAreUnderstood(String header, long seconds) {
        assertThat(RetryAfter.of(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "17 s"})
    void anythingElseIsNoTime(String header) {
        assertThat(RetryAfter.of(header, NOW)).isEmpty();
    }

    @Test
    void emptyListElementIsNoTime() {
        assertThat(RetryAfter.of("17,", NOW)).isEqualTo(Optional.empty());
    }
}
