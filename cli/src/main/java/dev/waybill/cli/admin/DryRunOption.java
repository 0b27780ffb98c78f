package dev.waybill.cli.admin;

import picocli.CommandLine.Option;

/** The option that every changing verb takes. */
final class DryRunOption {
    @Option(names = "--dry-run", description = "Say what would happen; change nothing.")
    private boolean dryRun;

    boolean asked() {
        return dryRun;
    }
}
