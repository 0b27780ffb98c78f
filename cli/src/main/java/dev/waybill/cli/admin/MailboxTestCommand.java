package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill mailbox test}: the doctor. */
@Command(
        name = "test",
        description =
                "Connects to a mailbox step by step and says which step fails and what to do. Changes nothing in it."
                        + " Exit status 1 if one fails.",
        footer = {
            "%nExamples:",
            "  waybill mailbox test help@example.com",
            "  waybill mailbox test --json-file mailbox.json     before it is connected; the file is that of `add"
                    + " --json`"
        })
final class MailboxTestCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "Address or id of a connected mailbox.")
    private @Nullable String mailbox;

    @Option(names = "--json-file", paramLabel = "FILE", description = "A mailbox that is not connected yet.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        return admin.run((api, screen) -> ExaminationPage.print(examined(api), json, screen));
    }

    private JsonNode examined(AdminClient api) {
        if (mailbox != null && file == null) {
            return api.post(ApiPath.of("mailboxes", mailbox, "test"));
        }
        if (file != null && mailbox == null) {
            return api.post(ApiPath.of("mailboxes", "test"), MailboxAddCommand.read(file));
        }
        throw VerbFailure.usage("name a connected mailbox, or a mailbox that is not connected by --json-file");
    }
}
