package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A DLQ of 50,000, of which many died in the same millisecond. */
final class ManyDeadLettersTest {
    private static final int DEAD = 50_000;
    private static final String FILL = """
        for i = 1, tonumber(ARGV[1]) do
          local id = string.format('mailbox%03d%012d', i % 100, i)
          redis.call('ZADD', KEYS[1] .. 'dlq', 1000 + math.floor(i / 5000), id)
          redis.call('HSET', KEYS[1] .. 'dlq:meta', id, i % 10000 == 0 and '{"reason":"rare"}' or '{"reason":"crash"}')
          redis.call('HSET', KEYS[1] .. 'body', id, 'l{"v":1,"kind":"imap"}')
        end
        """;

    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final DeadLetters letters = redis.queue(settings).deadLetters();

    @BeforeEach
    void fill() {
        redis.command("EVAL", FILL, "1", settings.keys().prefix(), Integer.toString(DEAD));
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void eachIsMetOnceWhileHalfOfThemLeaveBehindTheReader() {
        // Given
        Set<PointerId> met = new HashSet<>();
        Optional<DeadLetterCursor> next = Optional.of(DeadLetterCursor.START);
        int pages = 0;

        // When
        while (next.isPresent()) {
            DeadLetters.Page page = letters.page(DeadLetterFilter.ALL, next.get(), DeadLetters.MAX_PAGE);
            List<PointerId> ids = page.letters().stream().map(DeadLetter::id).toList();
            assertThat(met.addAll(ids)).isEqualTo(!ids.isEmpty());
            if (pages++ % 2 == 0) {
                letters.drop(ids);
            }
            next = page.next();
        }

        // Then
        assertThat(met).hasSize(DEAD);
        assertThat(letters.count()).isEqualTo(DEAD / 2);
    }

    @Test
    void theFewThatMatchAreFoundByOnePage() {
        // Given
        DeadLetterFilter rare =
                new DeadLetterFilter(Optional.empty(), Optional.of("rare"), Optional.of("imap"), Duration.ZERO);

        // When
        DeadLetters.Page page = letters.page(rare, DeadLetterCursor.START, 10);

        // Then
        assertThat(page.letters())
                .hasSize(5)
                .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("rare"));
        assertThat(page.next()).isEmpty();
    }
}
