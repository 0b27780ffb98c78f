package dev.waybill.mailbox.credential;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keysets in Tink's JSON: read from the configuration, or made. */
public final class Keysets {
    private static final Logger LOG = Logger.getLogger(Keysets.class);

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Keysets() {}

    /**
     * Opens what {@code WAYBILL_KEYSET} (the JSON itself) or {@code WAYBILL_KEYSET_FILE} (a path) names. Never fails: without a usable
     * keyset the box is closed, and its problem is logged once.
     */
    public static SecretBox open(Optional<String> keyset, Optional<Path> file) {
        try {
            if (keyset.isPresent() == file.isPresent()) {
                throw new KeysetUnusableException(
                        keyset.isPresent()
                                ? "both WAYBILL_KEYSET and WAYBILL_KEYSET_FILE are set; keep one of them"
                                : "neither WAYBILL_KEYSET_FILE nor WAYBILL_KEYSET is set; name the keyset that the credentials are"
                                        + " encrypted with");
            }
            return file.isPresent() ? KeysetFile.read(file.get()) : parse(keyset.orElseThrow(), "WAYBILL_KEYSET");
        } catch (KeysetUnusableException e) {
            LOG.errorf("The credentials of mailboxes stay closed: %s", e.sentence());
            return SecretBox.closed(e.sentence());
        }
    }

    /** Makes a keyset with one AES256-GCM key, as JSON. Whoever has it can read every credential. */
    public static String generate() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keyset could be made", e);
        }
    }

    static SecretBox parse(String json, String origin) throws KeysetUnusableException {
        KeysetHandle handle;
        try {
            handle = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException malformed) {
            // The parser's message may quote what it read.
            throw new KeysetUnusableException(
                    origin
                            + " is not a keyset in Tink's JSON (or is cut off, or encrypted itself); restore it from your backup");
        }
        try {
            return SecretBox.of(handle);
        } catch (GeneralSecurityException otherPurpose) {
            throw new KeysetUnusableException(
                    origin + " is a keyset for another purpose; it must hold AEAD keys such as AES256_GCM");
        }
    }
}
