package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill mailbox credential}: another password or grant for a connected mailbox. */
@Command(
        name = "credential",
        description =
                "Replaces the credential of a connected mailbox; it connects anew at once. Asks for a password without"
                        + " flags.")
final class MailboxCredentialCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private OAuthOptions oauth = new OAuthOptions();

    @Parameters(paramLabel = "ADDRESS", description = "Address or id of the mailbox.")
    private String mailbox = "";

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the password.")
    private @Nullable Path passwordFile;

    @Override
    public Integer call() {
        return admin.run((api, screen) -> json.report(
                screen,
                api.put(ApiPath.of("mailboxes", mailbox, "credential").flag("dryRun", dryRun.asked()), request())));
    }

    private ObjectNode request() {
        ObjectNode request = Screen.JSON.createObjectNode();
        if (oauth.given()) {
            request.set("oauth", oauth.request());
            return request;
        }
        return request.put(
                "password",
                passwordFile == null ? MailboxQuestions.onConsole().password() : SmallFile.secret(passwordFile));
    }
}
