package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderPositionTest {
    @Test
    void textReadsBackAsTheSamePosition() {
        // Given
        FolderPosition position = new FolderPosition(4_294_967_295L, 17);

        // When
        FolderPosition read = FolderPosition.parse(position.text());

        // Then
        assertThat(read).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "12", "12:", "a:b", "1:2:3", "-1:2", "99999999999:1", " 1:2"})
    void anythingElseIsNoPosition(String text) {
        // When
        FolderPosition read = FolderPosition.parse(text);

        // Then
        assertThat(read).isEqualTo(FolderPosition.NONE);
    }

    @Test
    void positionsOfDifferentUidValiditiesAreNeverBehindEachOther() {
        // Given
        FolderPosition old = new FolderPosition(1, 5);

        // Then
        assertThat(old.isBehind(new FolderPosition(2, 9))).isFalse();
        assertThat(old.isBehind(new FolderPosition(1, 9))).isTrue();
        assertThat(FolderPosition.NONE.isBehind(old)).isFalse();
    }
}
