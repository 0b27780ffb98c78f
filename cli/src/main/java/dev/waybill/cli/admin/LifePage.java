package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;
import java.util.Locale;

/** What became of a mail, line by line, for people. */
final class LifePage {
    private final Ages ages;

    LifePage(Ages ages) {
        this.ages = ages;
    }

    void message(JsonNode message, Screen screen) {
        screen.line("pointer " + message.path("pointer").asText() + " of "
                + Plain.line(message.path("mailbox").path("address").asText("an unknown mailbox")));
        JsonNode ledger = message.path("ledger");
        if (ledger.isObject()) {
            ledger(ledger, screen);
        } else {
            screen.line("  not in the ledger");
        }
        screen.line("  queue       " + message.path("place").asText("not there"));
        if (message.path("deadLetter").isObject()) {
            deadLetter(message.path("deadLetter"), screen);
        }
        screen.line("");
    }

    private void ledger(JsonNode row, Screen screen) {
        String reason = row.path("reason").asText("");
        screen.line(
                "  outcome     " + row.path("outcome").asText() + (reason.isEmpty() ? "" : ": " + Plain.line(reason))
                        + (row.path("effect").asText("none").equals("none")
                                ? ""
                                : " → " + row.path("effect").asText()));
        if (row.hasNonNull("ticket")) {
            screen.line("  ticket      " + row.path("ticket").asLong());
        }
        if (row.hasNonNull("messageId")) {
            screen.line("  Message-ID  <" + Plain.line(row.path("messageId").asText()) + ">");
        }
        screen.line("  provider id " + Plain.line(row.path("messageKey").asText()));
        for (JsonNode step : row.path("timeline")) {
            screen.line(String.format(
                    Locale.ROOT,
                    "  %-11s %s (%s)",
                    step.path("event").asText(),
                    step.path("at").asText(),
                    ages.of(step.path("at"))));
        }
        screen.line(String.format(
                Locale.ROOT,
                "  attempts    %d, crashes %d",
                row.path("attempts").asInt(),
                row.path("crashes").asInt()));
        row.path("decision")
                .properties()
                .forEach(d -> screen.line(
                        "  decision    " + Plain.line(d.getKey()) + " = " + Plain.line(text(d.getValue()))));
    }

    void deadLetter(JsonNode letter, Screen screen) {
        screen.line("  dead letter " + letter.path("id").asText() + ": "
                + letter.path("reason").asText());
        screen.line("  died        " + letter.path("diedAt").asText() + " (" + ages.of(letter.path("diedAt"))
                + "), first seen " + letter.path("firstSeen").asText());
        screen.line(String.format(
                Locale.ROOT,
                "  counts      %d failures, %d crashes, %d replays",
                letter.path("attempts").asInt(),
                letter.path("crashes").asInt(),
                letter.path("replays").asInt()));
        screen.line("  last        " + Plain.line(letter.path("detail").asText()));
        letter.path("errors").forEach(e -> screen.line("  before      " + Plain.line(e.asText())));
        if (letter.hasNonNull("pointer")) {
            screen.line("  pointer     " + Plain.line(text(letter.path("pointer"))));
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
