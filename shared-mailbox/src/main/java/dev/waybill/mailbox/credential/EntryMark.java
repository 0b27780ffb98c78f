package dev.waybill.mailbox.credential;

import dev.waybill.mailbox.NewMailbox;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Tells whether a mailbox was described the same way before. The description's digest is kept encrypted: in the open, a digest would
 * give a weak password away. A stored secret would not do, because refresh tokens change after they were entered.
 */
public final class EntryMark {
    private static final String PURPOSE = "waybill:file-entry:";

    private final SecretBox box;

    public EntryMark(SecretBox box) {
        this.box = box;
    }

    public byte[] of(UUID id, NewMailbox mailbox) {
        return box.sealBytes(digest(mailbox), PURPOSE + id);
    }

    /** False also for a mark under a key that is lost: then the description is applied again. */
    public boolean matches(byte[] mark, UUID id, NewMailbox mailbox) {
        try {
            return MessageDigest.isEqual(box.openBytes(mark, PURPOSE + id), digest(mailbox));
        } catch (KeysetUnusableException e) {
            return false;
        }
    }

    private static byte[] digest(NewMailbox mailbox) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object part : new Object[] {
                mailbox.address(),
                mailbox.connection(),
                mailbox.folders(),
                mailbox.afterProcessing(),
                SecretJson.kind(mailbox.secret())
            }) {
                digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return digest.digest(SecretJson.write(mailbox.secret()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
