package dev.waybill.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PgTextTest {
    @Test
    void nulAndHalvesOfPairsGoAndTheRestStays() {
        assertThat(PgText.clean("a\0b", 100)).isEqualTo("ab");
        assertThat(PgText.clean("x\uD83Dy", 100)).isEqualTo("x\uFFFDy");
        assertThat(PgText.clean("\uDE00x", 100)).isEqualTo("\uFFFDx");
        assertThat(PgText.clean("smile \uD83D\uDE00!", 100)).isEqualTo("smile \uD83D\uDE00!");
        assertThat(PgText.clean("\0\uD83D\uDE00\0", 100)).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        assertThat(PgText.clean("abcdef", 3)).isEqualTo("abc");
        assertThat(PgText.clean("ab\uD83D\uDE00", 3)).isEqualTo("ab");
        assertThat(PgText.cleanOrNull(null, 3)).isNull();
    }
}
