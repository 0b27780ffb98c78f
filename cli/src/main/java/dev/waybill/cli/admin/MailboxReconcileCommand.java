package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill mailbox reconcile}: compares mailboxes with the ledger and has fetched what is missing. */
@Command(
        name = "reconcile",
        description = {
            "Compares a mailbox, or all, with what Waybill knows: mails that the provider lists and neither the ledger"
                    + " nor the queue knows are enqueued. Waits for the end and reports it, folder by folder.",
            "It may be interrupted: what was asked for is done all the same. Exit status 1 if a comparison failed."
        },
        footer = {
            "%nExamples:",
            "  waybill mailbox reconcile help@example.com",
            "  waybill mailbox reconcile help@example.com --since 7d --dry-run",
            "  waybill mailbox reconcile --all"
        })
final class MailboxReconcileCommand implements Callable<Integer> {
    private static final List<String> COUNTS = List.of("found", "known", "waiting", "dead", "missing", "enqueued");

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "Address or id of the mailbox.")
    private @Nullable String mailbox;

    @Option(names = "--all", description = "Every mailbox that is not paused.")
    private boolean all;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description =
                    "Also what was received since: a date-time, an age such as 7d, or all; without it, what is not"
                            + " known to be complete.")
    private @Nullable String since;

    @Override
    public Integer call() {
        if ((mailbox == null) != all) {
            return admin.run((api, screen) -> {
                throw VerbFailure.usage("name one mailbox, or say --all");
            });
        }
        return admin.run((api, screen) -> all ? everyMailbox(api, screen) : oneMailbox(api, screen, mailbox));
    }

    private int oneMailbox(AdminClient api, Screen screen, @Nullable String named) {
        String address = String.valueOf(named);
        JsonNode report = new ComparisonRun(api, screen, address)
                .ask(since, dryRun.asked())
                .report();
        screen.endProgress();
        if (json.asked()) {
            screen.json(((ObjectNode) report.deepCopy()).put("mailbox", address).put("dryRun", dryRun.asked()));
        } else {
            new ReconcilePage(dryRun.asked()).print(address, report, screen);
        }
        return 0;
    }

    /** All are asked for before the first is waited for, so that consumers work on many at once; a dry run is one at a time. */
    private int everyMailbox(AdminClient api, Screen screen) {
        List<ComparisonRun> asked = new ArrayList<>();
        Outcome outcome = new Outcome();
        for (JsonNode listed : api.get(ApiPath.of("mailboxes"))) {
            String address = listed.path("address").asText();
            if (listed.path("state").asText().equals("paused")) {
                outcome.skipped.add(address);
                continue;
            }
            ComparisonRun run = new ComparisonRun(api, screen, listed.path("id").asText(address), address);
            outcome.attempt(address, screen, () -> asked.add(run.ask(since, dryRun.asked())));
        }
        ReconcilePage page = new ReconcilePage(dryRun.asked());
        for (ComparisonRun run : asked) {
            outcome.attempt(run.address(), screen, () -> {
                JsonNode report = run.report();
                outcome.add(run.address(), report);
                if (!json.asked() && report.path("missing").asLong() > 0) {
                    page.print(run.address(), report, screen);
                }
            });
        }
        screen.endProgress();
        if (json.asked()) {
            screen.json(outcome.json(dryRun.asked()));
        } else {
            page.total(outcome.total, outcome.reports.size(), outcome.skipped.size(), outcome.failures.size(), screen);
        }
        return outcome.failures.isEmpty() ? 0 : 1;
    }

    /** What became of all of them. */
    private static final class Outcome {
        private final ObjectNode total = Screen.JSON.createObjectNode();
        private final ArrayNode reports = Screen.JSON.createArrayNode();
        private final ArrayNode failures = Screen.JSON.createArrayNode();
        private final List<String> skipped = new ArrayList<>();

        Outcome() {
            COUNTS.forEach(count -> total.put(count, 0));
        }

        void attempt(String address, Screen screen, Runnable step) {
            try {
                step.run();
            } catch (VerbFailure e) {
                failures.addObject().put("mailbox", address).put("problem", e.getMessage());
                screen.complain(e.getMessage());
            }
        }

        void add(String address, JsonNode report) {
            reports.add(((ObjectNode) report.deepCopy()).put("mailbox", address));
            COUNTS.forEach(count -> total.put(
                    count, total.path(count).asLong() + report.path(count).asLong()));
        }

        ObjectNode json(boolean dry) {
            ObjectNode json = Screen.JSON.createObjectNode().put("dryRun", dry);
            json.set("total", total);
            json.set("mailboxes", reports);
            json.set("failed", failures);
            skipped.forEach(json.putArray("paused")::add);
            return json;
        }
    }
}
