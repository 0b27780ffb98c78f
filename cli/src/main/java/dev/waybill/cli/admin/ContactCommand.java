package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill contact}: which addresses mail does not reach any more, and that one does again. */
@Command(name = "contact", description = "Lists contacts that bounce; clears the flag of one.")
final class ContactCommand {
    @Command(name = "list", description = "Contacts whose address failed for good, in the order of their addresses.")
    int list(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Option(names = "--tenant", description = "Of this tenant; default: default.") @Nullable String tenant,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description = "At most this many; default ${DEFAULT-VALUE}.")
                    int limit,
            @Option(names = "--after", paramLabel = "ADDRESS", description = "Go on behind this address.") @Nullable
                    String after) {
        return admin.run((api, screen) -> {
            JsonNode page = api.get(ApiPath.of("contacts")
                    .with("tenant", tenant)
                    .with("limit", limit)
                    .with("after", after));
            if (json.asked()) {
                screen.json(page);
                return 0;
            }
            Ages ages = new Ages(InstantSource.system());
            Table table = new Table("address", "since", "reason", "status", "the server said");
            page.path("contacts")
                    .forEach(c -> table.row(
                            c.path("address").asText(),
                            ages.of(c.path("bouncingSince")),
                            c.path("reason").asText(),
                            c.path("status").asText(""),
                            c.path("diagnostic").asText()));
            screen.table(table);
            if (page.hasNonNull("next")) {
                screen.line("more: --after " + page.path("next").asText());
            }
            return 0;
        });
    }

    @Command(name = "clear", description = "Takes the flag from a contact: its address works again.")
    int clear(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Option(names = "--tenant", description = "Of this tenant; default: default.") @Nullable String tenant,
            @Parameters(paramLabel = "ADDRESS", description = "Address of the contact.") String address) {
        ObjectNode request = Screen.JSON.createObjectNode().put("address", address);
        if (tenant != null) {
            request.put("tenant", tenant);
        }
        return admin.run((api, screen) ->
                json.report(screen, api.post(ApiPath.of("contacts", "clear").flag("dryRun", dryRun.asked()), request)));
    }
}
