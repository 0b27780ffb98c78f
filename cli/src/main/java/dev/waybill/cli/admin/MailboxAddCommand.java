package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.Plain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill mailbox add}: by flags, by a JSON file, or by answering questions. The password is never an argument. */
@Command(
        name = "add",
        description =
                "Connects a mailbox by IMAP, of Microsoft 365 (--graph) or of Gmail (--gmail). Without flags it asks.",
        footer = {
            "%nExamples:",
            "  waybill mailbox add",
            "  waybill mailbox add help@example.com --host imap.example.com --password-file secret.txt",
            "  waybill mailbox add help@contoso.com --oauth microsoft --tenant-id contoso.com --client-id ID \\",
            "      --client-secret-file secret.txt --test",
            "  waybill mailbox add help@contoso.com --graph --tenant-id contoso.com --client-id ID \\",
            "      --client-secret-file secret.txt --test",
            "  waybill mailbox add help@example.com --gmail --service-account-file key.json --test",
            "  waybill mailbox add --json mailbox.json"
        })
final class MailboxAddCommand implements Callable<Integer> {
    private static final int LARGEST_JSON = 64 * 1024;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private OAuthOptions oauth = new OAuthOptions();

    @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "Mail address of the mailbox.")
    private @Nullable String address;

    @Option(names = "--graph", description = "A mailbox of Microsoft 365, reached by Microsoft Graph.")
    private boolean graph;

    @Option(names = "--cloud", description = "Microsoft 365: global (default), us_gov, us_dod or china.")
    private @Nullable String cloud;

    @Option(names = "--gmail", description = "A mailbox of Gmail, reached by its API.")
    private boolean gmail;

    @Option(names = "--host", description = "IMAP server.")
    private @Nullable String host;

    @Option(names = "--port", description = "IMAP port; default 993 for tls, else 143.")
    private @Nullable Integer port;

    @Option(names = "--security", description = "tls (default), starttls or none.")
    private @Nullable String security;

    @Option(names = "--username", description = "User to log in as; default: the address.")
    private @Nullable String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password.")
    private @Nullable Path passwordFile;

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean passwordStdin;

    @Option(names = "--folder", paramLabel = "NAME", description = "Folder to watch; may be repeated; default INBOX.")
    private @Nullable List<String> folders;

    @Option(names = "--since", description = "now (default), all, a date-time, or an age such as 7d.")
    private @Nullable String since;

    @Option(names = "--tenant", description = "Whose mailbox it is; default `default`.")
    private @Nullable String tenant;

    @Option(names = "--after-processing", description = "keep (default), mark_seen, move:FOLDER or delete.")
    private @Nullable String afterProcessing;

    @Option(names = "--json", paramLabel = "FILE", description = "Take the whole request from a JSON file.")
    private @Nullable Path jsonFile;

    @Option(names = "--test", description = "Connect it only if `mailbox test` finds nothing wrong with it.")
    private boolean test;

    @Override
    public Integer call() {
        return admin.run((api, screen) -> {
            JsonNode answer = api.post(
                    ApiPath.of("mailboxes").flag("dryRun", dryRun.asked()).flag("test", test), request());
            screen.line(Plain.block(answer.path("message").asText()));
            return 0;
        });
    }

    private JsonNode request() {
        if (jsonFile != null) {
            if (address != null || host != null) {
                throw VerbFailure.usage("--json holds the whole request; leave the address and the other flags out");
            }
            return read(jsonFile);
        }
        boolean api = graph || gmail;
        if (address == null && host == null && !oauth.given() && !api) {
            return MailboxQuestions.onConsole().ask();
        }
        if (address == null || (host == null && !oauth.given() && !api)) {
            throw VerbFailure.usage((address == null ? "the address" : "--host")
                    + " is missing; run `waybill mailbox add` alone to be asked for everything");
        }
        if (api) {
            checkApiFlags();
        }
        return fromFlags(address);
    }

    private void checkApiFlags() {
        if (graph && gmail) {
            throw VerbFailure.usage("give --graph or --gmail, not both");
        }
        if (host != null || port != null || security != null || passwordFile != null || passwordStdin) {
            throw VerbFailure.usage("--host, --port, --security and passwords are for IMAP; leave them out beside "
                    + (graph ? "--graph" : "--gmail"));
        }
        if (!oauth.given()) {
            throw VerbFailure.usage(
                    graph
                            ? "--graph needs --tenant-id, --client-id and --client-secret-file (or a certificate)"
                            : "--gmail needs --service-account-file, or --client-id, --client-secret-file and"
                                    + " --refresh-token-file");
        }
    }

    private ObjectNode fromFlags(String mailbox) {
        ObjectNode request = Screen.JSON.createObjectNode().put("address", mailbox);
        put(request, "since", since);
        put(request, "tenant", tenant);
        put(request, "afterProcessing", afterProcessing);
        if (folders != null) {
            folders.forEach(request.putArray("folders")::add);
        }
        connection(request);
        if (oauth.given()) {
            request.set("oauth", oauth.request());
            return request;
        }
        return request.put("password", password());
    }

    private void connection(ObjectNode request) {
        if (graph || gmail) {
            ObjectNode api = request.putObject(graph ? "graph" : "gmail");
            put(api, "user", username);
            put(api, "cloud", cloud);
            return;
        }
        ObjectNode imap = Screen.JSON.createObjectNode();
        put(imap, "host", host);
        put(imap, "security", security);
        put(imap, "username", username);
        if (port != null) {
            imap.put("port", port);
        }
        if (!imap.isEmpty()) {
            request.set("imap", imap);
        }
    }

    private String password() {
        if (passwordFile != null && passwordStdin) {
            throw VerbFailure.usage("give --password-file or --password-stdin, not both");
        }
        if (passwordFile != null) {
            return SmallFile.secret(passwordFile);
        }
        return passwordStdin
                ? SmallFile.secret(System.in, "standard input")
                : MailboxQuestions.onConsole().password();
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    static JsonNode read(Path file) {
        try {
            return Screen.JSON.readTree(SmallFile.read(file, LARGEST_JSON));
        } catch (IOException e) {
            throw VerbFailure.failed(file + " is not JSON: " + e.getMessage());
        }
    }
}
