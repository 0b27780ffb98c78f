package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;
import java.util.Locale;
import java.util.StringJoiner;

/** {@code mailbox show} for people: where each mail of a mailbox is. */
final class AccountPage {
    private final Ages ages;

    AccountPage(Ages ages) {
        this.ages = ages;
    }

    void print(JsonNode account, Screen screen) {
        screen.line(Plain.line(account.path("address").asText()) + "  "
                + account.path("provider").asText() + "  "
                + account.path("state").asText() + " for "
                + ages.of(account.path("since")));
        String error = account.path("lastError").asText("");
        if (!error.isEmpty()) {
            screen.line(Plain.line(error));
            if (account.hasNonNull("nextTry")) {
                screen.line("next try " + ages.of(account.path("nextTry")));
            }
        }
        screen.line("");
        screen.table(new Table("found", "waiting", "in flight", "delayed", "held", "unaccounted")
                .row(
                        account.path("found").asLong(),
                        account.path("waiting").asLong(),
                        account.path("inFlight").asLong(),
                        account.path("delayed").asLong(),
                        account.path("held").asLong(),
                        account.path("unaccounted").isNull()
                                ? "unknown"
                                : account.path("unaccounted").asText()));
        outcomes(account.path("outcomes"), screen);
        if (!account.path("providerChecked").asBoolean(true)) {
            screen.line("not compared with the provider: "
                    + Plain.line(account.path("providerProblem").asText()));
        }
        compared(account.path("reconciliation"), screen);
    }

    private void compared(JsonNode last, Screen screen) {
        if (!last.isObject()) {
            return;
        }
        long missing = last.path("missing").asLong();
        StringJoiner ids = new StringJoiner(" ", " (", ")").setEmptyValue("");
        last.path("missingIds").forEach(id -> ids.add(Plain.line(id.asText())));
        screen.line(
                last.hasNonNull("lastAt")
                        ? "compared " + ages.of(last.path("lastAt")) + " ago: " + missing + " missing"
                                + (missing > 0 ? ", " + last.path("enqueued").asLong() + " of them enqueued" + ids : "")
                        : "never compared with the ledger yet");
        if (!last.path("problem").asText().isEmpty()) {
            screen.line("the last comparison failed: "
                    + Plain.line(last.path("problem").asText()));
        }
        if (last.hasNonNull("nextAt")) {
            screen.line("next comparison " + ages.of(last.path("nextAt")));
        }
    }

    private static void outcomes(JsonNode outcomes, Screen screen) {
        outcomes.properties().forEach(outcome -> {
            StringJoiner parts = new StringJoiner(", ");
            long total = 0;
            for (var part : outcome.getValue().properties()) {
                total += part.getValue().asLong();
                parts.add(part.getKey() + " " + part.getValue().asLong());
            }
            screen.line(
                    String.format(Locale.ROOT, "%-10s %6d  %s", outcome.getKey(), total, Plain.line(parts.toString())));
        });
    }
}
