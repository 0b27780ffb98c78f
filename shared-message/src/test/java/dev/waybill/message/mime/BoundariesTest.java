package dev.waybill.message.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BoundariesTest {
    @Test
    void usualBoundariesAreSearchable() {
        assertThat(Boundaries.isSearchable("----=_Part_1234_5678.90")).isTrue();
        assertThat(Boundaries.isSearchable("-".repeat(70))).isTrue();
        assertThat(Boundaries.isSearchable("=".repeat(40) + "==1==")).isTrue();
    }

    @Test
    void boundaryThatWouldMakeTheSearchSlowIsNot() {
        assertThat(Boundaries.isSearchable("-".repeat(500))).isFalse();
        assertThat(Boundaries.isSearchable("ab".repeat(500))).isFalse();
        assertThat(Boundaries.isSearchable("x".repeat(10_000))).isFalse();
        assertThat(Boundaries.isSearchable("  ")).isFalse();
    }

    @Test
    void boundaryIsGuessedFromALineBeforeAPartHeader() {
        assertThat(Boundaries.guess(bytes("preamble\r\n--\r\n--not this\r\n--this\r\nContent-Type: text/plain\r\n")))
                .contains("this");
        assertThat(Boundaries.guess(bytes("--this\r\nno header\r\n"))).isEmpty();
        assertThat(Boundaries.guess(bytes("--this"))).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
