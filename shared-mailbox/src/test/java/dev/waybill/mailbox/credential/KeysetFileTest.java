package dev.waybill.mailbox.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.mailbox.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetFileTest {
    @TempDir
    Path directory;

    @Test
    void madeFileIsForItsOwnerOnlyAndUsable() throws Exception {
        // Given
        Path file = directory.resolve("secrets/keyset.json");

        // When
        boolean made = KeysetFile.generate(file);

        // Then
        assertThat(made).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeysetFile.isExposed(file)).isFalse();
        SecretBox box = KeysetFile.read(file);
        UUID mailbox = UUID.randomUUID();
        Secret secret = new Secret.Password("x");
        assertThat(box.open(mailbox, box.seal(mailbox, secret))).isEqualTo(secret);
        assertThat(directory.resolve("secrets").toFile().list()).containsExactly("keyset.json");
    }

    @Test
    void fileThatIsThereIsKept() throws IOException {
        // Given
        Path file = directory.resolve("keyset.json");
        KeysetFile.generate(file);
        String before = Files.readString(file);

        // When
        boolean made = KeysetFile.generate(file);

        // Then
        assertThat(made).isFalse();
        assertThat(file).hasContent(before);
    }

    @Test
    void fileThatOthersMayReadIsExposed() throws IOException {
        // Given
        Path file = directory.resolve("keyset.json");
        KeysetFile.generate(file);

        // When
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        // Then
        assertThat(KeysetFile.isExposed(file)).isTrue();
    }

    @Test
    void missingFileIsNamed() {
        // Given
        Path file = directory.resolve("lost.json");

        // Then
        assertThatThrownBy(() -> KeysetFile.read(file))
                .isInstanceOf(KeysetUnusableException.class)
                .hasMessageContainingAll(file.toString(), "is not there", "backup");
    }

    @Test
    void fileThatIsNoTextIsNamed() throws IOException {
        // Given
        Path file = Files.write(directory.resolve("keyset.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        // Then
        assertThatThrownBy(() -> KeysetFile.read(file)).hasMessageContainingAll(file.toString(), "is not text");
    }

    @Test
    void fileOfAnythingElseIsNamed() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("keyset.json"), "{\"hello\": \"secret words\"}");

        // Then
        assertThatThrownBy(() -> KeysetFile.read(file))
                .hasMessageContainingAll(file.toString(), "not a keyset")
                .hasMessageNotContaining("secret words");
    }

    @Test
    void twoKeysetsAtOnceAreAContradiction() throws IOException {
        // Given
        Path file = directory.resolve("keyset.json");
        KeysetFile.generate(file);

        // When
        SecretBox box = Keysets.open(Optional.of(Keysets.generate()), Optional.of(file));

        // Then
        assertThat(box.problem())
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("both WAYBILL_KEYSET and WAYBILL_KEYSET_FILE"));
    }
}
