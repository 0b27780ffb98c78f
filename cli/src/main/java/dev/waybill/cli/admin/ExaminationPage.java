package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;

/** What the doctor found, a line a step with a mark; returns the exit status. */
final class ExaminationPage {
    private ExaminationPage() {}

    static int print(JsonNode examination, JsonOption json, Screen screen) {
        if (json.asked()) {
            screen.json(examination);
        } else {
            Table table = new Table("", "step", "ms", "found");
            examination
                    .path("steps")
                    .forEach(step -> table.row(
                            mark(step.path("mark").asText()),
                            step.path("name").asText(),
                            step.path("millis").asLong(),
                            step.path("found").asText()));
            screen.table(table);
            screen.line(Plain.block(examination.path("message").asText()));
        }
        return examination.path("passed").asBoolean() ? 0 : 1;
    }

    private static String mark(String mark) {
        return switch (mark) {
            case "ok" -> "✓";
            case "warn" -> "!";
            case "failed" -> "✗";
            default -> "-";
        };
    }
}
