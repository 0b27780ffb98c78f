package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a pointer costs must not depend on how many others are in flight: three queues on one Redis get the same work by turns, so that
 * whatever else the machine does is dear for all of them.
 */
@Timeout(180)
final class InFlightCostTest {
    private static final int POINTERS = 4_000;
    private static final int BATCH = 64;
    private static final int ROUNDS = 5;
    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)");

    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final RedisFixture redis = new RedisFixture(server.uri());

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    /** A command of a script counts as one call; a list that is searched costs CPU. */
    private record Cost(long commands, double cpuSeconds) {}

    @Test
    void aPointerCostsTheSameWithTenAndFiftyThousandInFlight() {
        // Given
        RedisQueue alone = among(0);
        RedisQueue amongTenThousand = among(10_000);
        RedisQueue amongFiftyThousand = among(50_000);
        cost(alone, 0);

        // When
        List<Double> ofTenThousand = new ArrayList<>();
        List<Double> ofFiftyThousand = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            Cost least = cost(alone, round);
            Cost ten = cost(amongTenThousand, round);
            Cost fifty = cost(amongFiftyThousand, round);
            // A new connection names itself, which is a few commands more.
            assertThat(ten.commands()).isCloseTo(least.commands(), withinPercentage(1));
            assertThat(fifty.commands()).isCloseTo(least.commands(), withinPercentage(1));
            ofTenThousand.add(ten.cpuSeconds() / least.cpuSeconds());
            ofFiftyThousand.add(fifty.cpuSeconds() / least.cpuSeconds());
        }

        // Then
        assertThat(median(ofTenThousand))
                .as("cost with 10,000 in flight, of that with none: %s", ofTenThousand)
                .isLessThan(1.5);
        assertThat(median(ofFiftyThousand))
                .as("cost with 50,000 in flight, of that with none: %s", ofFiftyThousand)
                .isLessThan(1.5);
    }

    private static double median(List<Double> ratios) {
        return ratios.stream().sorted().toList().get(ratios.size() / 2);
    }

    /** A queue of its own with so many in flight that nobody settles. */
    private RedisQueue among(int flying) {
        QueueSettings settings = RedisFixture.freshSettings().withCommandTimeout(Duration.ofMinutes(1));
        RedisQueue background = redis.queue(settings.withDefaultLimit(100_000));
        for (int from = 0; from < flying; from += 500) {
            List<Pointer> batch = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                batch.add(imap(new UUID(9, i), 1L + from));
            }
            background.producer().enqueue(batch, Priority.LIVE);
        }
        while (background.claims().claim(BATCH, LONG_LEASE, "background", false) instanceof Claim.Taken) {}
        assertThat(background.control().stats().inFlight()).isEqualTo(flying);
        return redis.queue(settings);
    }

    private Cost cost(RedisQueue queue, int round) {
        redis.command("CONFIG", "RESETSTAT");
        double before = redis.cpuSeconds();
        for (int from = 0; from < POINTERS; from += BATCH) {
            List<Pointer> batch = new ArrayList<>();
            for (int i = from; i < Math.min(from + BATCH, POINTERS); i++) {
                batch.add(imap(new UUID(7, i % 500), 1L + round * 1_000_000L + i));
            }
            queue.producer().enqueue(batch, Priority.LIVE);
        }
        int done = 0;
        while (queue.claims().claim(BATCH, LONG_LEASE, "consumer-1", false) instanceof Claim.Taken taken) {
            assertThat(queue.claims().ack(receipts(taken.pointers()))).isEmpty();
            done += taken.pointers().size();
        }
        assertThat(done).isEqualTo(POINTERS);
        double cpuSeconds = redis.cpuSeconds() - before;
        long commands = 0;
        Matcher matcher = CALLS.matcher(redis.command("INFO", "commandstats").toString());
        while (matcher.find()) {
            commands += Long.parseLong(matcher.group(2));
        }
        return new Cost(commands, cpuSeconds);
    }
}
