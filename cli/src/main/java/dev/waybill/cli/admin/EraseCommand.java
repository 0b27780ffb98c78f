package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill erase}: the data of one person goes. Asked for in slices; begun again, it finds what is left. */
@Command(
        name = "erase",
        description = {
            "Removes the data of one person, known by an address: the tickets that they opened, what else they wrote,"
                    + " their name in what others wrote, attachments, originals, and what bounces say of them.",
            "The ledger keeps that each mail was processed, so none comes back. Mail of theirs that still waits is"
                    + " processed later: run it once more then. Nothing is removed at the provider."
        })
final class EraseCommand implements Callable<Integer> {
    private static final List<String> COUNTS =
            List.of("tickets", "comments", "mentions", "files", "originals", "reports", "contacts");

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--tenant", description = "Of this tenant; default: default.")
    private @Nullable String tenant;

    @Parameters(paramLabel = "ADDRESS", description = "Address of the person.")
    private String address = "";

    @Override
    public Integer call() {
        return admin.run((api, screen) -> {
            ObjectNode request = Screen.JSON.createObjectNode().put("address", address);
            if (tenant != null) {
                request.put("tenant", tenant);
            }
            ObjectNode sums = Screen.JSON.createObjectNode();
            JsonNode answer;
            do {
                answer = api.post(ApiPath.of("erasures").flag("dryRun", dryRun.asked()), request);
                for (String count : COUNTS) {
                    sums.put(
                            count,
                            sums.path(count).asLong()
                                    + answer.path("erased").path(count).asLong());
                }
                screen.progress(sentence(sums) + " so far");
                request.put("cursor", answer.path("next").asText());
            } while (answer.hasNonNull("next"));
            screen.endProgress();
            ObjectNode report = Screen.JSON.createObjectNode().put("dryRun", dryRun.asked());
            report.set("erased", sums);
            report.put("message", sentence(sums) + ". " + after());
            return json.report(screen, report);
        });
    }

    private String sentence(JsonNode sums) {
        return String.format(
                "%s %d tickets, %d comments, %d mentions, %d attachments, %d originals, %d reports and %d contacts",
                dryRun.asked() ? "would erase" : "erased",
                sums.path("tickets").asLong(),
                sums.path("comments").asLong(),
                sums.path("mentions").asLong(),
                sums.path("files").asLong(),
                sums.path("originals").asLong(),
                sums.path("reports").asLong(),
                sums.path("contacts").asLong());
    }

    private String after() {
        return dryRun.asked()
                ? "Nothing was changed"
                : "The bytes of attachments and originals go with the next sweep of blobs that nobody names, usually"
                        + " within 30 hours";
    }
}
