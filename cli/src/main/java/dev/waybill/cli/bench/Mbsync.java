package dev.waybill.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** isync's {@code mbsync}, where it is installed: it copies a mailbox into a Maildir, without a queue, a ledger or a ticket. */
final class Mbsync {
    private static final int LONGEST_MINUTES = 10;

    private Mbsync() {}

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "mbsync")));
    }

    /** Copies an INBOX into a new directory. */
    static void run(Path directory, int port, String user, String password) {
        try {
            Path own = Files.createTempDirectory(directory, "mbsync");
            Path configuration = own.resolve("mbsyncrc");
            Files.writeString(configuration, """
                IMAPAccount bench
                Host 127.0.0.1
                Port %d
                User %s
                Pass %s
                SSLType None
                AuthMechs LOGIN

                IMAPStore far
                Account bench

                MaildirStore near
                Path %s/
                Inbox %s/INBOX

                Channel bench
                Far :far:
                Near :near:
                Patterns INBOX
                Create Near
                Sync Pull New
                SyncState *
                """.formatted(port, user, password, own, own));
            Process process = new ProcessBuilder("mbsync", "-q", "-c", configuration.toString(), "bench")
                    .redirectErrorStream(true)
                    .redirectOutput(own.resolve("log").toFile())
                    .start();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new BenchFailure("mbsync failed: " + Files.readString(own.resolve("log")));
            }
        } catch (IOException e) {
            throw new BenchFailure("mbsync could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }
}
