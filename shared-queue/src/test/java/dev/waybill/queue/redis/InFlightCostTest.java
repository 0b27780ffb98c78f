package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pointer costs must not depend on how many others are in flight. */
@Timeout(180)
final class InFlightCostTest {
    private static final int POINTERS = 4_000;
    private static final int BATCH = 64;
    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+),usec=(\\d+)");

    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final RedisFixture redis = new RedisFixture(server.uri());
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final RedisQueue queue = redis.queue(settings);
    private final RedisQueue background = redis.queue(settings.withDefaultLimit(100_000));
    private int flying;
    private int rounds;

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    /** A command of a script counts as one call; a list that is searched costs microseconds. */
    private record Cost(long commands, long micros) {}

    @Test
    void aPointerCostsTheSameWithTenAndFiftyThousandInFlight() {
        // Given
        cheapestOfFour();

        // When
        Cost alone = cheapestOfFour();
        fly(10_000);
        Cost amongTenThousand = cheapestOfFour();
        fly(50_000);
        Cost amongFiftyThousand = cheapestOfFour();

        // Then
        assertThat(amongTenThousand.commands()).isEqualTo(alone.commands());
        assertThat(amongFiftyThousand.commands()).isEqualTo(alone.commands());
        assertThat(amongTenThousand.micros() / (double) alone.micros())
                .as("cost with 10,000 in flight, of that with none")
                .isLessThan(2);
        assertThat(amongFiftyThousand.micros() / (double) alone.micros())
                .as("cost with 50,000 in flight, of that with none")
                .isLessThan(2);
    }

    private void fly(int wanted) {
        for (; flying < wanted; flying += 500) {
            List<Pointer> batch = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                batch.add(imap(new UUID(9, i), 1L + flying));
            }
            background.producer().enqueue(batch, Priority.LIVE);
        }
        while (background.claims().claim(BATCH, LONG_LEASE, "background", false) instanceof Claim.Taken) {}
        assertThat(background.control().stats().inFlight()).isEqualTo(wanted);
    }

    /** The machine does other things too, which only makes a run dearer. */
    private Cost cheapestOfFour() {
        Cost cheapest = cost();
        for (int i = 1; i < 4; i++) {
            Cost another = cost();
            cheapest = another.micros() < cheapest.micros() ? another : cheapest;
        }
        return cheapest;
    }

    private Cost cost() {
        rounds++;
        redis.command("CONFIG", "RESETSTAT");
        for (int from = 0; from < POINTERS; from += BATCH) {
            List<Pointer> batch = new ArrayList<>();
            for (int i = from; i < Math.min(from + BATCH, POINTERS); i++) {
                batch.add(imap(new UUID(7, i % 500), 1L + rounds * 1_000_000L + i));
            }
            queue.producer().enqueue(batch, Priority.LIVE);
        }
        int done = 0;
        while (queue.claims().claim(BATCH, LONG_LEASE, "consumer-1", false) instanceof Claim.Taken taken) {
            assertThat(queue.claims().ack(receipts(taken.pointers()))).isEmpty();
            done += taken.pointers().size();
        }
        assertThat(done).isEqualTo(POINTERS);
        long commands = 0;
        long micros = 0;
        Matcher matcher = CALLS.matcher(redis.command("INFO", "commandstats").toString());
        while (matcher.find()) {
            boolean script = matcher.group(1).startsWith("eval");
            commands += script ? 0 : Long.parseLong(matcher.group(2));
            micros += script ? Long.parseLong(matcher.group(3)) : 0;
        }
        return new Cost(commands, micros);
    }
}
