package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waybill queue}: how full it is, and its switch. */
@Command(name = "queue", description = "Shows, pauses, resumes or drains the pointer queue.")
final class QueueCommand {
    private static final Duration SLICE = Duration.ofSeconds(2);

    @Command(
            name = "stats",
            description = "How many pointers are where and how old, which mailboxes wait most, who holds what.")
    int stats(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Option(
                            names = "--top",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "So many mailboxes; default ${DEFAULT-VALUE}.")
                    int top) {
        return admin.run((api, screen) -> {
            ObjectNode stats = (ObjectNode) api.get(ApiPath.of("queue"));
            stats.setAll((ObjectNode) api.get(ApiPath.of("queue", "details").with("limit", top)));
            if (json.asked()) {
                screen.json(stats);
            } else {
                new QueuePage(new Ages(InstantSource.system())).show(stats, screen);
            }
            return 0;
        });
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
