package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;
import java.util.StringJoiner;

/** The report of a comparison for people. */
final class ReconcilePage {
    private final boolean dry;

    ReconcilePage(boolean dry) {
        this.dry = dry;
    }

    void print(String address, JsonNode report, Screen screen) {
        screen.line(Plain.line(address));
        Table table = new Table("folder", "found", "known", "waiting", "dead", "missing", "enqueued");
        report.path("folders")
                .forEach(folder -> row(table, folder.path("folder").asText(), folder));
        if (report.path("folders").size() > 1) {
            row(table, "all", report);
        }
        screen.table(table);
        if (!report.path("missingIds").isEmpty()) {
            StringJoiner ids = new StringJoiner(" ");
            report.path("missingIds").forEach(id -> ids.add(Plain.line(id.asText())));
            screen.line("missing"
                    + (report.path("missing").asLong()
                                    > report.path("missingIds").size()
                            ? ", the first ones: "
                            : ": ")
                    + ids);
        }
        screen.line(verdict(report));
    }

    void total(JsonNode total, int compared, int paused, int failed, Screen screen) {
        Table table = new Table("mailboxes", "found", "known", "waiting", "dead", "missing", "enqueued");
        row(table, Integer.toString(compared), total);
        screen.table(table);
        screen.line(verdict(total)
                + (paused > 0 ? "; " + paused + " paused ones were left alone" : "")
                + (failed > 0 ? "; " + failed + " could not be compared" : ""));
    }

    private String verdict(JsonNode report) {
        long missing = report.path("missing").asLong();
        if (missing == 0) {
            return "nothing is missing";
        }
        return dry
                ? missing + " would be enqueued; nothing was changed"
                : report.path("enqueued").asLong() + " of " + missing + " missing were enqueued and are processed now";
    }

    private static void row(Table table, String name, JsonNode counts) {
        table.row(
                name,
                counts.path("found").asLong(),
                counts.path("known").asLong(),
                counts.path("waiting").asLong(),
                counts.path("dead").asLong(),
                counts.path("missing").asLong(),
                counts.path("enqueued").asLong());
    }
}
