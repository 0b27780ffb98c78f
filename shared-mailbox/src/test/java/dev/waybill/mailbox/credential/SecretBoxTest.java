package dev.waybill.mailbox.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.waybill.mailbox.Secret;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
    private static final Secret SECRET = new Secret.Password("päss wörd \"}\r\n");

    private final UUID mailbox = UUID.randomUUID();
    private final String json = Keysets.generate();

    @Test
    void secretOpensUnderTheSameKeyset() throws KeysetUnusableException {
        // Given
        SealedSecret sealed = box(json).seal(mailbox, SECRET);

        // When
        Secret opened = box(json).open(mailbox, sealed);

        // Then
        assertThat(opened).isEqualTo(SECRET);
    }

    @Test
    void secretOpensAfterTheKeyWasRotatedAndNewOnesUseTheNewKey() throws Exception {
        // Given
        SealedSecret before = box(json).seal(mailbox, SECRET);
        String rotated = withNewPrimaryKey(json);

        // When
        SealedSecret after = box(rotated).seal(mailbox, SECRET);

        // Then
        assertThat(box(rotated).open(mailbox, before)).isEqualTo(SECRET);
        assertThat(box(rotated).open(mailbox, after)).isEqualTo(SECRET);
        assertThat(after.keyId()).isNotEqualTo(before.keyId());
    }

    @Test
    void wrongKeysetIsNamedByItsKeys() {
        // Given
        SealedSecret sealed = box(json).seal(mailbox, SECRET);
        SecretBox other = box(Keysets.generate());

        // Then
        assertThatThrownBy(() -> other.open(mailbox, sealed))
                .asInstanceOf(type(KeysetUnusableException.class))
                .extracting(KeysetUnusableException::sentence)
                .asString()
                .contains("key " + sealed.keyId(), "WAYBILL_KEYSET_FILE", "enter the credential again");
    }

    @Test
    void secretOfAnotherMailboxDoesNotOpen() {
        // Given
        SealedSecret sealed = box(json).seal(mailbox, SECRET);

        // Then
        assertThatThrownBy(() -> box(json).open(UUID.randomUUID(), sealed)).isInstanceOf(KeysetUnusableException.class);
    }

    @Test
    void alteredSecretDoesNotOpen() {
        // Given
        SealedSecret sealed = box(json).seal(mailbox, SECRET);
        byte[] altered = sealed.ciphertext().clone();
        altered[altered.length - 1] ^= 1;

        // Then
        assertThatThrownBy(() -> box(json).open(mailbox, new SealedSecret(sealed.kind(), altered, sealed.keyId())))
                .isInstanceOf(KeysetUnusableException.class);
    }

    @Test
    void kindOfALaterVersionIsNotGuessed() {
        // Given
        SealedSecret sealed = box(json).seal(mailbox, SECRET);

        // Then
        assertThatThrownBy(
                        () -> box(json).open(mailbox, new SealedSecret("oauth", sealed.ciphertext(), sealed.keyId())))
                .hasMessageContaining("'oauth'");
    }

    @Test
    void nothingPrintedHoldsASecret() {
        // Given
        SealedSecret sealed = box(json).seal(mailbox, SECRET);

        // Then
        assertThat(SECRET + " " + sealed + " " + box(json)).doesNotContain("päss", json);
    }

    @Test
    void withoutKeysetTheBoxSaysWhatToSet() {
        // When
        SecretBox none = Keysets.open(Optional.empty(), Optional.empty());

        // Then
        assertThat(none.problem())
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("WAYBILL_KEYSET_FILE"));
        assertThatThrownBy(() -> none.seal(mailbox, SECRET))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("WAYBILL_KEYSET_FILE");
    }

    @Test
    void malformedKeysetIsNotQuoted() {
        // When
        SecretBox none = Keysets.open(Optional.of(json.substring(0, json.length() / 2)), Optional.empty());

        // Then
        assertThat(none.problem())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("WAYBILL_KEYSET", "backup")
                        .doesNotContain("keyData"));
    }

    static SecretBox box(String json) {
        return Keysets.open(Optional.of(json), Optional.empty());
    }

    private static String withNewPrimaryKey(String json) throws GeneralSecurityException {
        KeysetHandle old = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        KeysetHandle rotated = KeysetHandle.newBuilder(old)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary())
                .build();
        return TinkJsonProtoKeysetFormat.serializeKeyset(rotated, InsecureSecretKeyAccess.get());
    }
}
