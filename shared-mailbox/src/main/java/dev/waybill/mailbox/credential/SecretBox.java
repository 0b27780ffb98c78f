package dev.waybill.mailbox.credential;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import dev.waybill.mailbox.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What encrypts and decrypts secrets under the keyset. Every key of the keyset decrypts, the primary one encrypts. A secret is bound
 * to its mailbox and kind: moved to another row it does not open.
 *
 * <p>Without a usable keyset the box is closed and says why to whoever wants to open or seal: the service itself goes on.
 */
public final class SecretBox {
    private final @Nullable Aead aead;
    private final Set<Long> keys;
    private final long primary;
    private final String problem;

    private SecretBox(@Nullable Aead aead, Set<Long> keys, long primary, String problem) {
        this.aead = aead;
        this.keys = keys;
        this.primary = primary;
        this.problem = problem;
    }

    /** A box that never opens; {@code problem} says why and what to do. */
    public static SecretBox closed(String problem) {
        return new SecretBox(null, Set.of(), 0, problem);
    }

    static SecretBox of(KeysetHandle keyset) throws GeneralSecurityException {
        Set<Long> keys = new TreeSet<>();
        for (int i = 0; i < keyset.size(); i++) {
            keys.add(Integer.toUnsignedLong(keyset.getAt(i).getId()));
        }
        Aead aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
        return new SecretBox(
                aead, keys, Integer.toUnsignedLong(keyset.getPrimary().getId()), "");
    }

    /** Why the box is closed, if it is. */
    public Optional<String> problem() {
        return aead == null ? Optional.of(problem) : Optional.empty();
    }

    /**
     * Encrypts a secret for a mailbox.
     *
     * @throws IllegalStateException the box is closed; the message says what to do
     */
    public SealedSecret seal(UUID mailbox, Secret secret) {
        if (aead == null) {
            throw new IllegalStateException("the credential cannot be stored: " + problem);
        }
        String kind = SecretJson.kind(secret);
        byte[] plain = SecretJson.write(secret);
        try {
            return new SealedSecret(kind, aead.encrypt(plain, boundTo(mailbox, kind)), primary);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the credential of mailbox " + mailbox + " could not be encrypted", e);
        }
    }

    Secret open(UUID mailbox, SealedSecret sealed) throws KeysetUnusableException {
        if (aead == null) {
            throw new KeysetUnusableException(problem);
        }
        if (!SecretJson.knows(sealed.kind())) {
            throw new KeysetUnusableException("its kind '" + sealed.kind()
                    + "' is not known to this version of Waybill; run the version that stored it, or a later one");
        }
        if (!keys.contains(sealed.keyId())) {
            throw new KeysetUnusableException("it is encrypted with key " + sealed.keyId() + ", and the keyset holds "
                    + keys
                    + "; put that key back into WAYBILL_KEYSET_FILE (a keyset may hold old keys beside the new one),"
                    + " or enter the credential again");
        }
        try {
            byte[] plain = aead.decrypt(sealed.ciphertext(), boundTo(mailbox, sealed.kind()));
            return SecretJson.read(sealed.kind(), plain);
        } catch (IllegalArgumentException later) {
            throw new KeysetUnusableException("what it holds is not known to this version of Waybill ("
                    + later.getMessage() + "); run the version that stored it, or enter the credential again");
        } catch (GeneralSecurityException altered) {
            throw new KeysetUnusableException("key " + sealed.keyId()
                    + " of the keyset does not open it: the keyset or the stored credential is not the one it was; restore"
                    + " the right keyset, or enter the credential again");
        }
    }

    /** Encrypts what is no mailbox's secret; it opens for the same purpose only. Throws as {@link #seal}. */
    public byte[] sealBytes(byte[] plain, String purpose) {
        if (aead == null) {
            throw new IllegalStateException("nothing can be encrypted: " + problem);
        }
        try {
            return aead.encrypt(plain, purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encrypting failed", e);
        }
    }

    /** Opens what {@link #sealBytes} made. */
    public byte[] openBytes(byte[] sealed, String purpose) throws KeysetUnusableException {
        if (aead == null) {
            throw new KeysetUnusableException(problem);
        }
        try {
            return aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new KeysetUnusableException(
                    "no key of the keyset opens it: it was encrypted under another keyset, or altered; encrypt it again with this one");
        }
    }

    private static byte[] boundTo(UUID mailbox, String kind) {
        return ("waybill:credential:" + mailbox + ":" + kind).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return aead == null ? "SecretBox[closed]" : "SecretBox[keys " + keys + "]";
    }
}
