package dev.waybill.mailbox.credential;

/**
 * A secret as it lies in PostgreSQL.
 *
 * @param kind what the plain text is; part of what the encryption authenticates
 * @param keyId the key that encrypted it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to and from one column; never compared
public record SealedSecret(String kind, byte[] ciphertext, long keyId) {
    @Override
    public String toString() {
        return "SealedSecret[" + kind + ", key " + keyId + "]";
    }
}
