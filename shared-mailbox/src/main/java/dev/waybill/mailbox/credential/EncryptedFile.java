package dev.waybill.mailbox.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A text file encrypted under the keyset: one line that says so, then base64. */
public final class EncryptedFile {
    private static final String FIRST_LINE = "# Waybill encrypted file, version 1";
    private static final String PURPOSE = "waybill:file";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, new byte[] {'\n'});

    private EncryptedFile() {}

    /** Throws {@link IllegalStateException} with a sentence if the keyset is not usable. */
    public static String encrypt(String text, SecretBox box) {
        return FIRST_LINE + "\n" + LINES.encodeToString(box.sealBytes(text.getBytes(StandardCharsets.UTF_8), PURPOSE))
                + "\n";
    }

    public static boolean isEncrypted(String text) {
        return text.startsWith(FIRST_LINE);
    }

    public static String decrypt(String text, SecretBox box) throws KeysetUnusableException {
        try {
            byte[] sealed = Base64.getMimeDecoder().decode(text.substring(FIRST_LINE.length()));
            return new String(box.openBytes(sealed, PURPOSE), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException cut) {
            throw new KeysetUnusableException("it is cut off or was edited; encrypt the original again");
        }
    }
}
