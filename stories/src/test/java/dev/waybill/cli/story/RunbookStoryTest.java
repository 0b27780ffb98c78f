package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is called at night copies a command out of a runbook: each of them works, on what runs. */
class RunbookStoryTest {
    private static final String DEMO = "demo@waybill.localhost";
    private static final String BODIES = "{email:inbound:unified:pointer}:body";

    @TempDir
    private Path root;

    @Test
    void everyCommandWorksAndEveryMetricIsThere() throws Exception {
        try (PackagedStack stack = PackagedStack.up(root, Map.of());
                VerbDesk verbs = stack.verbs();
                OwnListener other = new OwnListener(stack)) {
            // Given
            String dead = aDeadLetter(stack, other);
            Wait.until(
                    Duration.ofMinutes(1),
                    "the mailboxes were counted",
                    () -> metrics(stack).contains("waybill_unaccounted_messages"));
            // When
            List<String> failed = new ArrayList<>();
            for (Map.Entry<String, String> page : Runbooks.everyPage().entrySet()) {
                for (String commands : Runbooks.commands(page.getValue())) {
                    PackagedStack.Ended ended = stack.shell(
                            commands,
                            Map.of("ID", dead, "MAILBOX", DEMO, "MANAGEMENT", management(stack, "queue-consumer")));
                    if (ended.status() != 0) {
                        failed.add(page.getKey() + ": " + commands + ended.said());
                    }
                }
            }
            // Then
            assertThat(failed).isEmpty();
            // And
            String exported = metrics(stack);
            assertThat(Runbooks.alerts())
                    .flatExtracting(Runbooks.Alert::metrics)
                    .allSatisfy(metric -> assertThat(exported).containsPattern("(?m)^" + metric + "[{ ]"));
        }
    }

    /** Its body is broken in Redis while nobody claims. */
    private static String aDeadLetter(PackagedStack stack, OwnListener other) throws Exception {
        assertThat(stack.run("queue", "pause").status()).isZero();
        Wait.until(
                Duration.ofMinutes(1),
                "a push is taken",
                () -> other.push(DEMO, List.of("imap:1:4711:INBOX"))
                        .filter(answer -> answer.statusCode() == 202)
                        .isPresent());
        String id;
        try (RedisConnection redis =
                RedisConnection.open(URI.create(stack.state().redis()), Duration.ofSeconds(10))) {
            // HGETALL names id and body by turns; comparisons may wait beside the mail.
            List<?> bodies = (List<?>) redis.command("HGETALL", BODIES);
            id = IntStream.range(0, bodies.size() / 2)
                    .filter(i -> bodies.get(2 * i + 1).toString().contains("4711"))
                    .mapToObj(i -> bodies.get(2 * i).toString())
                    .findFirst()
                    .orElseThrow();
            redis.command("HSET", BODIES, id, "l{\"v\":1");
        }
        assertThat(stack.run("queue", "resume").status()).isZero();
        Wait.until(
                Duration.ofMinutes(1),
                "it is dead",
                () -> stack.json("dlq", "list", "--json").path("total").asInt() == 1);
        return id;
    }

    private static String metrics(PackagedStack stack) {
        return stack.state().services().stream()
                .map(service -> new ServiceMetrics(service.managementPort()).page())
                .collect(Collectors.joining());
    }

    private static String management(PackagedStack stack, String service) {
        return stack.state().services().stream()
                .filter(listed -> listed.name().equals(service))
                .map(listed -> "http://127.0.0.1:" + listed.managementPort())
                .findFirst()
                .orElseThrow();
    }
}
