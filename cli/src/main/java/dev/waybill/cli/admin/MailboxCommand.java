package dev.waybill.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.Plain;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill mailbox}: the connected mailboxes, and the account of one. */
@Command(
        name = "mailbox",
        description = "Lists, shows, connects, tests, compares, pauses, resumes or removes mailboxes.",
        subcommands = {
            MailboxAddCommand.class,
            MailboxTestCommand.class,
            MailboxCredentialCommand.class,
            MailboxFileCommand.class,
            MailboxReconcileCommand.class
        })
final class MailboxCommand {
    private static final Set<String> PUSHED = Set.of("graph", "gmail");
    private static final int LARGEST_IMPORT = 900 * 1024;

    @Command(name = "list", description = "Every connected mailbox and its state.")
    int list(@Mixin AdminOptions admin, @Mixin JsonOption json) {
        return admin.run((api, screen) -> {
            JsonNode mailboxes = api.get(ApiPath.of("mailboxes"));
            if (json.asked()) {
                screen.json(mailboxes);
                return 0;
            }
            Ages ages = new Ages(InstantSource.system());
            Table table = new Table("address", "provider", "state", "since", "folders", "last error");
            mailboxes.forEach(m -> table.row(
                    m.path("address").asText(),
                    m.path("provider").asText(),
                    m.path("state").asText(),
                    ages.of(m.path("since")),
                    joined(m.path("folders")),
                    m.path("lastError").asText()));
            screen.table(table);
            return 0;
        });
    }

    @Command(name = "show", description = "Accounts for every mail of a mailbox.")
    int show(
            @Mixin AdminOptions admin,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "ADDRESS", description = "Address or id of the mailbox.") String mailbox) {
        return admin.run((api, screen) -> {
            JsonNode account = api.get(ApiPath.of("mailboxes", mailbox));
            boolean pushed = PUSHED.contains(account.path("provider").asText());
            JsonNode push = pushed ? api.get(ApiPath.of("mailboxes", mailbox, "push")) : Screen.JSON.nullNode();
            if (json.asked()) {
                screen.json(((ObjectNode) account).set("push", push));
            } else {
                Ages ages = new Ages(InstantSource.system());
                new AccountPage(ages).print(account, screen);
                if (pushed) {
                    new PushPage(ages).print(push, screen);
                }
            }
            return 0;
        });
    }

    @Command(
            name = "import",
            description = "Connects the mailboxes of a mail_room YAML file. Environment variables that it refers to are"
                    + " those here.")
    int importFile(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Option(names = "--since", description = "now (default), all, a date-time, or an age such as 7d.") @Nullable
                    String since,
            @Option(names = "--tenant", description = "Whose mailboxes they are; default `default`.") @Nullable
                    String tenant,
            @Parameters(paramLabel = "FILE", description = "The YAML file.") Path file) {
        return admin.run((api, screen) -> {
            JsonNode result = api.post(
                    ApiPath.of("mailboxes", "import")
                            .with("since", since)
                            .with("tenant", tenant)
                            .flag("dryRun", dryRun.asked()),
                    MailRoomRequest.of(new String(SmallFile.read(file, LARGEST_IMPORT), UTF_8), System::getenv));
            if (json.asked()) {
                screen.json(result);
            } else {
                Table table = new Table("line", "address", "result", "message");
                result.path("entries")
                        .forEach(e -> table.row(
                                e.path("line").asInt(),
                                e.path("address").asText(),
                                e.path("result").asText(),
                                e.path("message").asText()));
                screen.table(table);
                result.path("entries").forEach(e -> e.path("notes").forEach(n -> screen.line(Plain.line(n.asText()))));
                screen.line(result.path("message").asText());
            }
            return result.path("failed").asInt() == 0 ? 0 : 1;
        });
    }

    @Command(name = "pause", description = "Holds a mailbox: its mail waits until it is resumed.")
    int pause(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "ADDRESS", description = "Address or id of the mailbox.") String mailbox) {
        return admin.run((api, screen) -> json.report(
                screen, api.post(ApiPath.of("mailboxes", mailbox, "pause").flag("dryRun", dryRun.asked()))));
    }

    @Command(name = "resume", description = "Ends a mailbox's hold, whoever began it.")
    int resume(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "ADDRESS", description = "Address or id of the mailbox.") String mailbox) {
        return admin.run((api, screen) -> json.report(
                screen, api.post(ApiPath.of("mailboxes", mailbox, "resume").flag("dryRun", dryRun.asked()))));
    }

    @Command(name = "remove", description = "Disconnects a mailbox. Its tickets and its ledger stay.")
    int remove(
            @Mixin AdminOptions admin,
            @Mixin DryRunOption dryRun,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "ADDRESS", description = "Address or id of the mailbox.") String mailbox) {
        return admin.run((api, screen) ->
                json.report(screen, api.delete(ApiPath.of("mailboxes", mailbox).flag("dryRun", dryRun.asked()))));
    }

    private static String joined(JsonNode texts) {
        StringJoiner joined = new StringJoiner(", ");
        texts.forEach(t -> joined.add(t.asText()));
        return joined.toString();
    }
}
