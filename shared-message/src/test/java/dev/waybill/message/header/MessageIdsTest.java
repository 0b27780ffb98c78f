package dev.waybill.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MessageIdsTest {
    @Test
    void idsLoseBracketsAndWhiteSpace() {
        assertThat(MessageIds.all("<a@example.org> <b@ example.org>"))
                .containsExactly("a@example.org", "b@example.org");
        assertThat(MessageIds.all("<a@example.org>,<b@example.org>")).containsExactly("a@example.org", "b@example.org");
        assertThat(MessageIds.all("a@example.org b@example.org")).containsExactly("a@example.org", "b@example.org");
        assertThat(MessageIds.all("<<a@example.org>>")).containsExactly("a@example.org");
        assertThat(MessageIds.all("<a@example.org <b@example.org>")).containsExactly("a@example.org", "b@example.org");
        assertThat(MessageIds.all("mail of x@example.org <a@example.org> of Monday"))
                .containsExactly("a@example.org");
        assertThat(MessageIds.all("<> < > nothing here")).isEmpty();
    }

    @Test
    void firstIdMayBeAnyWord() {
        assertThat(MessageIds.first("ABC123")).contains("ABC123");
        assertThat(MessageIds.first("<a@example.org> <b@example.org>")).contains("a@example.org");
        assertThat(MessageIds.first("two words")).isEmpty();
        assertThat(MessageIds.first("")).isEmpty();
    }

    @Test
    void overlongIdIsNone() {
        assertThat(MessageIds.all("<" + "a".repeat(998) + ">")).hasSize(1);
        assertThat(MessageIds.all("<" + "a".repeat(999) + ">")).isEmpty();
    }

    @Test
    void longListKeepsItsEnds() {
        // Given
        String raw =
                IntStream.range(0, 300).mapToObj(i -> "<" + i + "@example.org>").collect(Collectors.joining(" "));
        // When
        List<String> ids = MessageIds.all(raw);
        // Then
        assertThat(ids)
                .hasSize(100)
                .startsWith("0@example.org", "1@example.org")
                .endsWith("298@example.org", "299@example.org")
                .contains("49@example.org", "250@example.org")
                .doesNotContain("50@example.org");
    }

    @Test
    void idIsTakenOnce() {
        assertThat(MessageIds.all("<a@example.org> <a@example.org>")).containsExactly("a@example.org");
    }
}
