package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAlignAndLinesEndWithoutBlanks() {
        // When
        var lines =
                new Table("a", "long header").row("wide cell", 1).row("x", "").lines();

        // Then
        assertThat(lines).containsExactly("a          long header", "wide cell  1", "x");
    }

    @Test
    void longCellsAreCutBetweenCharacters() {
        // When
        var lines = new Table("a").row("\ud83d\ude00".repeat(60)).lines();

        // Then
        assertThat(lines.get(1)).isEqualTo("\ud83d\ude00".repeat(47) + "…");
    }

    @Test
    void cellsOfStrangersStayOnTheirLine() {
        // When
        var lines = new Table("a", "b").row("x\ny\tz", "\u001b[31mred\u202e").lines();

        // Then
        assertThat(lines.get(1)).isEqualTo("x y z  \ufffd[31mred");
    }

    @Test
    void agesAreOneNumber() {
        // Then
        assertThat(Ages.of(Duration.ofSeconds(59))).isEqualTo("59s");
        assertThat(Ages.of(Duration.ofSeconds(185))).isEqualTo("3m");
        assertThat(Ages.of(Duration.ofHours(47))).isEqualTo("47h");
        assertThat(Ages.of(Duration.ofDays(2))).isEqualTo("2d");
        assertThat(Ages.of(Duration.ofMinutes(-5))).isEqualTo("in 5m");
    }
}
