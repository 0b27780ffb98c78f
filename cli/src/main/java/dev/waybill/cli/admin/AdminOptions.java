package dev.waybill.cli.admin;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say where the admin API is; runs a verb against it. */
final class AdminOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of queue-consumer; else WAYBILL_URL, else what `waybill up` started here.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Holds the admin token; else WAYBILL_ADMIN_TOKEN, WAYBILL_ADMIN_TOKEN_FILE, else the one of `waybill up`.")
    private @Nullable Path tokenFile;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec mixee;

    /** What a verb does once the server is known. */
    interface Verb {
        /** Returns the exit status. */
        int run(AdminClient api, Screen screen);
    }

    int run(Verb verb) {
        CommandSpec command = Objects.requireNonNull(mixee, "picocli sets the command that this is mixed into");
        return Screen.of(command).guard(screen -> {
            try (AdminClient api = new AdminClient(AdminServers.here().find(url, tokenFile))) {
                return verb.run(api, screen);
            }
        });
    }
}
