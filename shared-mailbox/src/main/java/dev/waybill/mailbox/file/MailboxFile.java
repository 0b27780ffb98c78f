package dev.waybill.mailbox.file;

import dev.waybill.mailbox.credential.EncryptedFile;
import dev.waybill.mailbox.credential.KeysetUnusableException;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.file.MailRoomItem.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The watched file, plain or encrypted. A change counts when two looks in a row see it: an editor may be writing just now. */
public final class MailboxFile {
    private static final long LARGEST = 8L * 1024 * 1024;

    private final Path path;
    private final SecretBox box;
    private final UnaryOperator<@Nullable String> environment;
    private @Nullable String seen;
    private @Nullable String taken;
    private FileVariables variables;

    public MailboxFile(Path path, SecretBox box, UnaryOperator<@Nullable String> environment) {
        this.path = path;
        this.box = box;
        this.environment = environment;
        this.variables = new FileVariables(environment);
    }

    public Path path() {
        return path;
    }

    /** Whether the file, or a secret that it refers to, is another than {@link #read} took, and at rest. */
    public boolean hasChanged() {
        String now = text();
        boolean atRest = now.equals(seen);
        seen = now;
        return atRest && (!now.equals(taken) || !variables.isSame());
    }

    /** What the file holds now. A file that cannot be read is a problem at line 1. */
    public List<MailRoomItem> read() {
        String now = text();
        seen = now;
        taken = now;
        variables = new FileVariables(environment);
        if (now.startsWith(UNREADABLE)) {
            return List.of(new Problem(1, now.substring(1)));
        }
        try {
            String yaml = EncryptedFile.isEncrypted(now) ? EncryptedFile.decrypt(now, box) : now;
            return MailRoomFile.parse(new StringReader(yaml), variables);
        } catch (KeysetUnusableException e) {
            return List.of(new Problem(1, "the encrypted file cannot be opened: " + e.sentence()));
        }
    }

    /** What was read was not applied: {@link #hasChanged} tells again. */
    public void again() {
        taken = null;
    }

    /** No text file begins so. */
    private static final String UNREADABLE = "\0";

    private String text() {
        try {
            if (Files.size(path) > LARGEST) {
                return UNREADABLE + "the file is larger than " + LARGEST + " bytes; split it";
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return UNREADABLE
                    + "the file is not there; put it back, or take waybill.mailbox.file out of the configuration";
        } catch (IOException e) {
            return UNREADABLE + "the file cannot be read as UTF-8 text; check its permissions and its encoding";
        }
    }
}
