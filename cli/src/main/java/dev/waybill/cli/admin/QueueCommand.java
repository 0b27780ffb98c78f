package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waybill queue}: how full it is, and its switch. */
@Command(name = "queue", description = "Shows, pauses, resumes or drains the pointer queue.")
final class QueueCommand {
    private static final Duration SLICE = Duration.ofSeconds(2);

    @Command(name = "stats", description = "How many pointers are where, and which mailboxes are held.")
    int stats(@Mixin AdminOptions admin, @Mixin JsonOption json) {
        return admin.run((api, screen) -> {
            JsonNode stats = api.get(ApiPath.of("queue"));
            if (json.asked()) {
                screen.json(stats);
            } else {
                show(stats, screen);
            }
            return 0;
        });
    }

    private static void show(JsonNode stats, Screen screen) {
        screen.line(stats.path("paused").asBoolean() ? "paused: no claim succeeds until `queue resume`" : "running");
        screen.table(new Table("waiting", "ready", "in flight", "delayed", "suspects", "dead")
                .row(
                        stats.path("waiting").asLong(),
                        stats.path("ready").asLong() + stats.path("landing").asLong(),
                        stats.path("inFlight").asLong(),
                        stats.path("delayed").asLong(),
                        stats.path("suspects").asLong(),
                        stats.path("dead").asLong()));
        screen.line(String.format(
                Locale.ROOT,
                "oldest ready %s, oldest dead %s, overdue leases %d",
                Ages.ofMillis(stats.path("oldestReadyMillis").asLong()),
                Ages.ofMillis(stats.path("oldestDeadMillis").asLong()),
                stats.path("overdueLeases").asLong()));
        if (!stats.path("held").isEmpty()) {
            screen.line("");
            Ages ages = new Ages(InstantSource.system());
            Table held = new Table("held mailbox", "until", "reason");
            stats.path("held")
                    .forEach(h -> held.row(
                            h.path("address").asText(h.path("mailboxKey").asText()),
                            h.path("until").isNull() ? "resumed" : ages.of(h.path("until")),
                            h.path("reason").asText()));
            screen.table(held);
        }
    }

    @Command(name = "pause", description = "Stops all claims; what is in flight goes on.")
    int pause(@Mixin AdminOptions admin, @Mixin DryRunOption dryRun, @Mixin JsonOption json) {
        return admin.run((api, screen) ->
                json.report(screen, api.post(ApiPath.of("queue", "pause").flag("dryRun", dryRun.asked()))));
    }

    @Command(name = "resume", description = "Lets consumers claim again.")
    int resume(@Mixin AdminOptions admin, @Mixin DryRunOption dryRun, @Mixin JsonOption json) {
        return admin.run((api, screen) ->
                json.report(screen, api.post(ApiPath.of("queue", "resume").flag("dryRun", dryRun.asked()))));
    }

    @Command(
            name = "drain",
            description = "Pauses the queue and waits until nothing is in flight. Deletes nothing; leaves it paused.")
    int drain(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Option(
                            names = "--timeout",
                            defaultValue = "5m",
                            description = "How long to wait, for example 30s or 5m; default ${DEFAULT-VALUE}.")
                    String timeout) {
        return admin.run((api, screen) -> {
            if (dryRun.asked()) {
                return json.report(screen, api.post(ApiPath.of("queue", "drain").flag("dryRun", true)));
            }
            long deadline =
                    System.nanoTime() + Durations.parse("--timeout", timeout).toNanos();
            JsonNode answer;
            do {
                long left = Math.max(0, deadline - System.nanoTime());
                Duration slice = left < SLICE.toNanos() ? Duration.ofNanos(left) : SLICE;
                answer = api.post(ApiPath.of("queue", "drain").with("timeout", slice.toMillis() + "ms"));
                screen.progress("in flight: " + answer.path("inFlight").asLong());
            } while (!answer.path("drained").asBoolean() && System.nanoTime() < deadline);
            screen.endProgress();
            json.report(screen, answer);
            return answer.path("drained").asBoolean() ? 0 : 1;
        });
    }
}
