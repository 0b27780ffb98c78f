package dev.waybill.mailbox.credential;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jboss.logging.Logger;

/** The file that holds the keyset. */
public final class KeysetFile {
    private static final Logger LOG = Logger.getLogger(KeysetFile.class);
    /** A key takes about 250 bytes; whoever names a large file by mistake gets a sentence, not a full heap. */
    private static final long LARGEST = 64 * 1024;

    private KeysetFile() {}

    /** Reads the keyset and warns if others may read the file. */
    public static SecretBox read(Path file) throws KeysetUnusableException {
        if (!Files.isRegularFile(file)) {
            throw new KeysetUnusableException("the keyset file " + file
                    + " is not there; restore it from your backup, or let WAYBILL_KEYSET_FILE name it");
        }
        String json;
        try {
            if (Files.size(file) > LARGEST) {
                throw new KeysetUnusableException("the keyset file " + file + " is larger than a keyset can be ("
                        + LARGEST + " bytes); let WAYBILL_KEYSET_FILE name the right file");
            }
            json = Files.readString(file);
        } catch (CharacterCodingException notText) {
            throw new KeysetUnusableException(
                    "the keyset file " + file + " is not text; let WAYBILL_KEYSET_FILE name the right file");
        } catch (IOException e) {
            throw new KeysetUnusableException("the keyset file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); let the user that runs Waybill read it");
        }
        SecretBox box = Keysets.parse(json, "the keyset file " + file);
        warnIfExposed(file);
        return box;
    }

    /**
     * Makes a file with a new keyset that only its owner may read, unless there is a file already. A crash leaves either no file or a
     * whole one.
     *
     * @return whether it was made
     */
    public static boolean generate(Path file) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " cannot be a keyset file");
        }
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, ".keyset", ".tmp", ownerOnly());
        try {
            Files.writeString(draft, Keysets.generate());
            Files.move(draft, file);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Whether others than the owner may read the file. */
    static boolean isExposed(Path file) throws IOException {
        if (!isPosix()) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static void warnIfExposed(Path file) {
        try {
            if (isExposed(file)) {
                LOG.warnf(
                        "The keyset file %s may be read by every user of this machine, and with it every credential:"
                                + " chmod 600 it",
                        file);
            }
        } catch (IOException e) {
            LOG.debugf(e, "The permissions of the keyset file %s could not be read", file);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
