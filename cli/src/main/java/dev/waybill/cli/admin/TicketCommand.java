package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill ticket}: what became of the mails. */
@Command(name = "ticket", description = "Lists tickets, shows one.")
final class TicketCommand {
    @Command(name = "list", description = "Tickets, last changed first.")
    int list(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Option(names = "--mailbox", paramLabel = "ADDRESS", description = "Of this mailbox (address or id).")
                    @Nullable
                    String mailbox,
            @Option(names = "--tenant", description = "Of this tenant.") @Nullable String tenant,
            @Option(names = "--status", description = "open or closed.") @Nullable String status,
            @Option(
                            names = "--limit",
                            defaultValue = "50",
                            description = "At most this many; default ${DEFAULT-VALUE}.")
                    int limit,
            @Option(names = "--cursor", description = "Go on where the last list ended.") @Nullable String cursor) {
        return admin.run((api, screen) -> {
            JsonNode page = api.get(ApiPath.of("tickets")
                    .with("mailbox", mailbox)
                    .with("tenant", tenant)
                    .with("status", status)
                    .with("limit", limit)
                    .with("cursor", cursor));
            if (json.asked()) {
                screen.json(page);
                return 0;
            }
            Ages ages = new Ages(InstantSource.system());
            Table table = new Table("ticket", "status", "changed", "mails", "from", "subject");
            page.path("tickets")
                    .forEach(t -> table.row(
                            t.path("id").asLong(),
                            t.path("status").asText(),
                            ages.of(t.path("updatedAt")),
                            t.path("comments").asLong(),
                            t.path("requester").path("address").asText(),
                            t.path("subject").asText()));
            screen.table(table);
            if (page.hasNonNull("next")) {
                screen.line("more: --cursor " + page.path("next").asText());
            }
            return 0;
        });
    }

    @Command(name = "show", description = "A ticket with its mails.")
    int show(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Option(names = "--after", paramLabel = "COMMENT", description = "Go on after this comment.") @Nullable
                    Long after,
            @Parameters(paramLabel = "TICKET", description = "Number of the ticket.") long id) {
        return admin.run((api, screen) -> {
            JsonNode ticket = api.get(ApiPath.of("tickets", Long.toString(id)).with("after", after));
            if (json.asked()) {
                screen.json(ticket);
            } else {
                show(ticket, screen);
            }
            return 0;
        });
    }

    private static void show(JsonNode ticket, Screen screen) {
        screen.line(String.format(
                Locale.ROOT,
                "ticket %d, %s, tenant %s",
                ticket.path("id").asLong(),
                ticket.path("status").asText(),
                ticket.path("tenant").asText()));
        screen.line("subject: " + Plain.line(ticket.path("subject").asText()));
        for (JsonNode comment : ticket.path("comments")) {
            screen.line("");
            screen.line("--- comment " + comment.path("id").asLong() + ", " + person(comment.path("author")) + ", "
                    + comment.path("sentAt").asText("no date")
                    + (comment.path("automatic").asBoolean() ? ", automatic" : ""));
            for (JsonNode to : comment.path("participants")) {
                screen.line(to.path("role").asText() + ": " + person(to));
            }
            screen.line("");
            screen.line(Plain.block(
                            comment.path("visible").asText(comment.path("text").asText()))
                    .strip());
            folded("quoted", comment.path("quoted").asText(), screen);
            folded("signature", comment.path("signature").asText(), screen);
            for (JsonNode file : comment.path("attachments")) {
                screen.line(String.format(
                        Locale.ROOT,
                        "[%d] %s, %s, %d bytes",
                        file.path("id").asLong(),
                        Plain.line(file.path("name").asText()),
                        Plain.line(file.path("contentType").asText()),
                        file.path("size").asLong()));
            }
        }
        if (ticket.hasNonNull("next")) {
            screen.line("");
            screen.line("more: --after " + ticket.path("next").asText());
        }
    }

    /** What is not the author's own words is counted, not shown; --json has it. */
    private static void folded(String what, String text, Screen screen) {
        long lines = text.lines().filter(line -> !line.isBlank()).count();
        if (lines > 0) {
            screen.line("[" + what + ", " + lines + (lines == 1 ? " line]" : " lines]"));
        }
    }

    private static String person(JsonNode person) {
        String name = Plain.line(person.path("name").asText(""));
        String address = Plain.line(person.path("address").asText(""));
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
