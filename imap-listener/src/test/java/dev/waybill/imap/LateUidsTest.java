package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LateUidsTest {
    @Test
    void knowsWhatItSawWithinTheWindow() {
        // Given
        LateUids late = new LateUids();

        // When
        for (long uid = 1; uid <= 10_000; uid++) {
            if (uid % 7 != 0) {
                late.saw(uid);
            }
        }

        // Then
        for (long uid = LateUids.lowest(10_000); uid <= 10_000; uid++) {
            assertThat(late.knows(uid)).as("UID %d", uid).isEqualTo(uid % 7 != 0);
        }
    }

    @Test
    void jumpOfBillionsOfUidsIsHarmless() {
        // Given
        LateUids late = new LateUids();
        late.saw(5);

        // When
        late.saw(4_000_000_000L);

        // Then
        assertThat(late.knows(4_000_000_000L)).isTrue();
        assertThat(late.knows(3_999_999_999L)).isFalse();
        assertThat(late.knows(4_294_967_295L)).isFalse();
    }

    @Test
    void restartForgetsAll() {
        // Given
        LateUids late = new LateUids();
        late.saw(5);

        // When
        late.restart(false);

        // Then
        assertThat(late.knows(5)).isFalse();
        assertThat(late.primed()).isFalse();
    }
}
