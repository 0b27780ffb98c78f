package dev.waybill.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill mailbox file}: what became of the watched mailbox file, and how to encrypt one. */
@Command(
        name = "file",
        description = "The watched mailbox file: what was applied last, line by line; and how to encrypt it.")
final class MailboxFileCommand {
    private static final int LARGEST = 900 * 1024;

    @Command(
            name = "show",
            description = "What became of the file when it was applied last. Exit status 1 if it was refused.")
    int show(@Mixin AdminOptions admin, @Mixin JsonOption json) {
        return admin.run((api, screen) -> {
            JsonNode report = api.get(ApiPath.of("mailboxes", "file"));
            if (json.asked()) {
                screen.json(report);
            } else {
                Table table = new Table("line", "result", "message");
                report.path("lines")
                        .forEach(l -> table.row(
                                l.path("line").asInt(),
                                l.path("result").asText(),
                                l.path("message").asText()));
                screen.table(table);
                screen.line(Plain.block(report.path("message").asText()
                        + (report.path("at").isTextual()
                                ? " (" + new Ages(InstantSource.system()).of(report.path("at")) + ")"
                                : "")));
            }
            return report.path("outcome").asText().equals("refused") ? 1 : 0;
        });
    }

    @Command(
            name = "encrypt",
            description = "Encrypts a mailbox file under the services' keyset. It can be read by them only: keep the"
                    + " original safe.")
    int encrypt(
            @Mixin AdminOptions admin,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "FILE",
                            description = "What to write.")
                    Path output,
            @Parameters(paramLabel = "FILE", description = "The YAML file.") Path file) {
        return admin.run((api, screen) -> {
            JsonNode sealed = api.post(
                    ApiPath.of("mailboxes", "file", "encrypt"),
                    Screen.JSON.createObjectNode().put("file", new String(SmallFile.read(file, LARGEST), UTF_8)));
            try {
                Files.writeString(output, sealed.path("file").asText());
            } catch (IOException e) {
                throw VerbFailure.failed(output + " cannot be written: " + e.getMessage());
            }
            screen.line("wrote " + output + "; name it in WAYBILL_MAILBOX_FILE instead of " + file);
            return 0;
        });
    }
}
