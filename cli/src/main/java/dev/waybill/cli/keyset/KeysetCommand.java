package dev.waybill.cli.keyset;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code waybill keyset}: for who runs the services without {@code up}, which makes its own. */
@Command(
        name = "keyset",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "The keyset that credentials of mailboxes are encrypted under.")
final class KeysetCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description =
                    "Write a new keyset into a new file that only you may read. A file that is there is left alone.")
    int create(@Parameters(paramLabel = "FILE", description = "Where to write it.") Path file)
            throws GeneralSecurityException {
        String keyset = Keyset.generate();
        try {
            write(file, keyset + "\n");
        } catch (FileAlreadyExistsException e) {
            return failed(file + " is there already, and what it encrypted cannot be read with another one. Name a file"
                    + " that does not exist.");
        } catch (NoSuchFileException e) {
            return failed("The directory of " + file + " does not exist; make it first.");
        } catch (IOException e) {
            return failed(
                    file + " cannot be written: " + e.getMessage() + ". May you write there, and is the disk full?");
        }
        spec.commandLine()
                .getOut()
                .println("Wrote a new keyset into " + file + ". Give it to every service (WAYBILL_KEYSET_FILE, or its"
                        + " content as WAYBILL_KEYSET), and keep a copy: without it no stored credential can be read.");
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Leaves no file when it fails: half a keyset would be in the way of the next try. */
    private static void write(Path file, String keyset) throws IOException {
        // It is in the clear from its first byte on, so nobody else may open it even then.
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(file, keyset);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
        return 1;
    }
}
