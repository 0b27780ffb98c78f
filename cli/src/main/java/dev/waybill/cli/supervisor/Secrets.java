package dev.waybill.cli.supervisor;

import dev.waybill.cli.keyset.Keyset;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Keys, tokens and passwords of one copy, each made at the first start and kept in a file that only its owner may
 * read. The keyset is special: what it encrypted cannot be read with another one, so a lost one is never replaced
 * silently. A note beside the data says which key the data was written with.
 */
public final class Secrets {

    private final Path directory;
    private final Path data;
    private final SecureRandom random = new SecureRandom();

    public Secrets(Home home) {
        this.directory = home.secrets();
        this.data = home.data();
    }

    Path keysetFile() {
        return directory.resolve("keyset.json");
    }

    Path adminTokenFile() {
        return directory.resolve("admin-token");
    }

    Path demoPasswordFile() {
        return directory.resolve("demo-mailbox-password");
    }

    /** The token of the admin API. */
    public Path adminToken() {
        readOrMake(adminTokenFile());
        return adminTokenFile();
    }

    /** The password of the demo mailbox. */
    String demoPassword() {
        return readOrMake(demoPasswordFile());
    }

    /** The key that signs requests of the caller {@code demo} at the ingress. */
    String ingressKey() {
        return readOrMake(directory.resolve("ingress-key-demo"));
    }

    /** The password of the embedded PostgreSQL; it lies with the data that it opens. */
    String postgresPassword() {
        return readOrMake(data.resolve("postgres.password"));
    }

    /** Makes the keyset at the first start; refuses to go on with another one than the data was written with. */
    public Path keyset(boolean replaceLost) {
        Path note = data.resolve("keyset-id");
        String expected = Files.exists(note) ? read(note) : "";
        String found = Files.exists(keysetFile()) ? primaryKey() : "";
        if (!expected.isEmpty() && !expected.equals(found) && !replaceLost) {
            throw new StackFailure((found.isEmpty()
                                    ? "The keyset %s is gone, but data of an earlier run is still there."
                                    : "The keyset %s is another one than the data was written with.")
                            .formatted(keysetFile())
                    + " Without the right keyset the stored passwords of the mailboxes cannot be read; mails, tickets"
                    + " and the queue are not touched. Put the file back from your backup and run ./waybill up again;"
                    + " or run ./waybill up --new-keyset to go on without those passwords and add the mailboxes anew;"
                    + " or start empty with ./waybill up --fresh.");
        }
        if (found.isEmpty()) {
            write(keysetFile(), newKeyset());
            found = primaryKey();
        }
        if (!found.equals(expected)) {
            write(note, found);
        }
        return keysetFile();
    }

    private static String newKeyset() {
        try {
            return Keyset.generate();
        } catch (GeneralSecurityException e) {
            throw new StackFailure("No keyset could be made: " + e.getMessage(), e);
        }
    }

    private String primaryKey() {
        try {
            return Keyset.primaryKey(read(keysetFile()));
        } catch (GeneralSecurityException e) {
            throw new StackFailure(
                    keysetFile() + " does not hold a keyset (" + e.getMessage()
                            + "). Put it back from your backup, or delete it and run ./waybill up to read what is lost"
                            + " without it.",
                    e);
        }
    }

    private String readOrMake(Path file) {
        if (!Files.exists(file)) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        }
        String secret = read(file);
        if (secret.isEmpty()) {
            throw new StackFailure(file + " is empty; delete it, and ./waybill up makes a new one.");
        }
        return secret;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StackFailure(file + " cannot be read: " + e.getMessage() + ". Is it yours?", e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Path draft = Files.createTempFile(
                    file.getParent(),
                    ".secret",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, content + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackFailure(file + " cannot be written: " + e.getMessage() + ". Is the disk full?", e);
        }
    }
}
