package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill dlq}: what died, why, and its way back. */
@Command(name = "dlq", description = "Lists, shows, replays or drops dead letters.")
final class DlqCommand {
    @Command(name = "list", description = "Dead letters, oldest first.")
    int list(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Mixin DlqFilterOptions filter,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description = "At most this many; default ${DEFAULT-VALUE}.")
                    int limit,
            @Option(names = "--cursor", description = "Go on where the last list ended.") @Nullable String cursor) {
        return admin.run((api, screen) -> {
            JsonNode page =
                    api.get(filter.query(ApiPath.of("dlq")).with("limit", limit).with("cursor", cursor));
            if (json.asked()) {
                screen.json(page);
                return 0;
            }
            Ages ages = new Ages(InstantSource.system());
            Table table = new Table("id", "mailbox", "kind", "reason", "tries", "crashes", "died");
            page.path("entries")
                    .forEach(e -> table.row(
                            e.path("id").asText(),
                            e.path("mailbox").path("address").asText("unknown"),
                            e.path("kind").asText("unreadable"),
                            e.path("reason").asText(),
                            e.path("attempts").asInt(),
                            e.path("crashes").asInt(),
                            ages.of(e.path("diedAt"))));
            screen.table(table);
            screen.line(String.format(
                    Locale.ROOT,
                    "%d of %d dead letters",
                    page.path("entries").size(),
                    page.path("total").asLong()));
            if (page.hasNonNull("next")) {
                screen.line("more: --cursor " + page.path("next").asText());
            }
            return 0;
        });
    }

    @Command(name = "show", description = "One dead letter with its history.")
    int show(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "ID", description = "Id of the pointer.") String id) {
        return admin.run((api, screen) -> {
            JsonNode letter = api.get(ApiPath.of("dlq", id));
            if (json.asked()) {
                screen.json(letter);
            } else {
                new LifePage(new Ages(InstantSource.system())).deadLetter(letter, screen);
            }
            return 0;
        });
    }

    @Command(name = "replay", description = "Puts dead letters back into their lanes, with fresh counts.")
    int replay(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Mixin DlqSelectionOptions selection,
            @Option(names = "--rate", paramLabel = "N", description = "At most N a second.") @Nullable Integer rate,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of pointers.") @Nullable
                    List<String> ids) {
        return admin.run((api, screen) -> new DlqChange("replay", "replayed", dryRun.asked())
                .carryOut(api, screen, selection.request(ids, rate), json));
    }

    @Command(name = "drop", description = "Gives dead letters up: their mails become `skipped: dropped`.")
    int drop(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Mixin DlqSelectionOptions selection,
            @Option(names = "--rate", paramLabel = "N", description = "At most N a second.") @Nullable Integer rate,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of pointers.") @Nullable
                    List<String> ids) {
        return admin.run((api, screen) -> new DlqChange("drop", "dropped", dryRun.asked())
                .carryOut(api, screen, selection.request(ids, rate), json));
    }
}
