package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.admin.SmtpDelivery.Refused;
import dev.waybill.cli.admin.SmtpDelivery.SmtpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waybill send}: delivers real mails to the demo mail server over SMTP, byte for byte. */
@Command(
        name = "send",
        description = "Delivers mails to the demo mail server over SMTP. Folders are walked for .eml, .msg and .txt.")
final class SendCommand implements Callable<Integer> {
    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Recipient; default: the demo mailbox.")
    private @Nullable String to;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Send N mails: the first N that the server takes, beginning again where there are fewer.")
    private @Nullable Integer count;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "SMTP server; default: the demo mail server.")
    private @Nullable String smtp;

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Mails, or folders of mails.")
    private List<Path> paths = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "picocli sets the command");
        return Screen.of(command).guard(this::send);
    }

    private int send(Screen screen) {
        if (count != null && count < 1) {
            throw VerbFailure.usage("--count is " + count + "; it must be at least 1");
        }
        List<Path> files = MailFiles.find(paths);
        int total = count == null ? files.size() : count;
        AdminServers here = AdminServers.here();
        SmtpServer server = smtp == null ? here.smtp() : SmtpServer.parse(smtp);
        String recipient = to == null ? here.demoMailbox() : to;
        if (dryRun.asked()) {
            screen.line(String.format(
                    Locale.ROOT,
                    "would send %d mails from %d files to %s at %s",
                    total,
                    files.size(),
                    recipient,
                    server));
            return 0;
        }
        return report(screen, deliver(screen, files, total, server, recipient), total, server + " for " + recipient);
    }

    /** A refused file is not tried again; with a count, the others take its place. */
    private ObjectNode deliver(Screen screen, List<Path> files, int total, SmtpServer server, String recipient) {
        List<Path> usable = new ArrayList<>(files);
        ObjectNode result = Screen.JSON.createObjectNode();
        ArrayNode failures = Screen.JSON.createArrayNode();
        int sent = 0;
        try (SmtpDelivery delivery = new SmtpDelivery(server, recipient)) {
            for (int next = 0; sent < total && next < usable.size(); ) {
                Path file = usable.get(next);
                try {
                    delivery.deliver(file);
                    sent++;
                    next++;
                } catch (Refused e) {
                    failures.addObject().put("file", file.toString()).put("reason", e.getMessage());
                    usable.remove(next);
                } catch (VerbFailure e) {
                    screen.endProgress();
                    throw VerbFailure.failed(e.getMessage() + "\nsent " + sent + " of " + total + " mails before that");
                }
                screen.progress("sent " + sent + " of " + total
                        + (failures.isEmpty() ? "" : ", " + failures.size() + " failed"));
                next = count != null && next == usable.size() ? 0 : next;
            }
        }
        screen.endProgress();
        result.put("sent", sent).put("failed", failures.size()).set("failures", failures);
        return result;
    }

    private int report(Screen screen, ObjectNode result, int total, String where) {
        int sent = result.path("sent").asInt();
        if (json.asked()) {
            screen.json(result);
        } else {
            result.path("failures")
                    .forEach(f -> screen.complain("not sent: " + f.path("file").asText() + ": "
                            + f.path("reason").asText()));
            screen.line("sent " + sent + " mails to " + where + ", "
                    + result.path("failed").asInt() + " failed");
        }
        return sent == total ? 0 : 1;
    }
}
