package dev.waybill.consumer.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.discover.HistoryCursors.Cursor;
import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresHistoryCursorsTest {
    private static ConsumerDatabase database;
    private final HistoryCursors cursors = new PostgresHistoryCursors(database.database());
    private final UUID mailbox = UUID.randomUUID();

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @Test
    void firstCursorStays() {
        // When
        cursors.begin(mailbox, id("100"));
        cursors.begin(mailbox, id("900"));

        // Then
        assertThat(now()).isEqualTo(id("100"));
        assertThat(cursors.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void cursorMovesForwardOnly() {
        // Given
        cursors.begin(mailbox, id("100"));
        Cursor slow = cursor();

        // When
        cursors.advance(slow, id("18446744073709551615"));
        cursors.advance(slow, id("200"));

        // Then
        assertThat(now()).isEqualTo(id("18446744073709551615"));
    }

    @Test
    void whoeverReadFromBehindTheCursorMovesNothing() {
        // Given
        cursors.begin(mailbox, id("500"));
        Cursor beyond = cursor();
        cursors.restart(beyond, id("300"));

        // When
        cursors.advance(beyond, id("900"));

        // Then
        assertThat(now()).isEqualTo(id("300"));
    }

    @Test
    void listOfTheWholeMailboxMayPutItAnywhereUnlessItMoved() {
        // Given
        cursors.begin(mailbox, id("500"));
        Cursor begun = cursor();

        // When
        boolean first = cursors.restart(begun, id("40"));
        boolean second = cursors.restart(begun, id("50"));

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(now()).isEqualTo(id("40"));
    }

    private Cursor cursor() {
        return cursors.find(mailbox).orElseThrow();
    }

    private BigInteger now() {
        return cursor().historyId();
    }

    private static BigInteger id(String text) {
        return new BigInteger(text);
    }
}
