package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallerKeysTest {
    @TempDir
    Path directory;

    @Test
    void secretInAFileIsTakenWithoutItsLineEnd() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("secret"), Keys.SECRET + "\n");

        // When
        CallerKeys keys = CallerKeys.of(new Keys(Map.of(), Map.of("crm", file), Map.of("crm", "acme")));

        // Then
        assertThat(keys.find("crm")).hasValueSatisfying(key -> {
            assertThat(key.secret().getEncoded()).asString().isEqualTo(Keys.SECRET);
            assertThat(key.caller()).isEqualTo(new Caller("crm", "acme"));
        });
    }

    @Test
    void textOfAKeyNeverShowsItsSecret() {
        // When
        CallerKeys keys = CallerKeys.of(Keys.of(Map.of("crm", Keys.SECRET)));

        // Then
        assertThat(keys.find("crm").orElseThrow().toString()).contains("crm").doesNotContain(Keys.SECRET);
    }

    @Test
    void shortSecretIsRefused() {
        assertThatThrownBy(() -> CallerKeys.of(Keys.of(Map.of("crm", "change-me"))))
                .hasMessageContaining("'crm'")
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("change-me");
    }

    @Test
    void keyThatIsGivenTwiceIsRefused() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("secret"), Keys.OTHER_SECRET);

        // Then
        assertThatThrownBy(() -> CallerKeys.of(new Keys(Map.of("crm", Keys.SECRET), Map.of("crm", file), Map.of())))
                .hasMessageContaining("given twice");
    }

    @Test
    void fileThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> CallerKeys.of(new Keys(Map.of(), Map.of("crm", directory.resolve("gone")), Map.of())))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void restrictionOfAKeyThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> CallerKeys.of(new Keys(Map.of("crm", Keys.SECRET), Map.of(), Map.of("cmr", "acme"))))
                .hasMessageContaining("key-tenants.cmr");
    }
}
