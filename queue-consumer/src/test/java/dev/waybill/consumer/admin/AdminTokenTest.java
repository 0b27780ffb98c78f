package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.admin.AdminToken.Verdict;
import dev.waybill.consumer.admin.AdminToken.Verdict.Refused;
import dev.waybill.consumer.admin.AdminToken.Verdict.Welcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {
    @TempDir
    Path directory;

    @Test
    void theRightTokenIsWelcome() {
        // Given
        AdminToken token = new AdminToken(Optional.of("correct horse"), Optional.empty());

        // When
        Verdict verdict = token.check("Bearer correct horse");

        // Then
        assertThat(verdict).isEqualTo(new Welcome());
        assertThat(token.check("bearer correct horse")).isEqualTo(new Welcome());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer correct",
                "Bearer correct horse battery",
                "Basic correct horse",
                "correct horse"
            })
    void everythingElseIsRefused(String authorization) {
        // Given
        AdminToken token = new AdminToken(Optional.of("correct horse"), Optional.empty());

        // When
        Verdict verdict = token.check(authorization);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.sentence()).doesNotContain("correct");
        });
    }

    @Test
    void aTokenOfMegabytesIsRefusedUnread() {
        // Given
        AdminToken token = new AdminToken(Optional.of("t"), Optional.empty());

        // When
        Verdict verdict = token.check("Bearer " + "t".repeat(1_000_000));

        // Then
        assertThat(verdict).isInstanceOf(Refused.class);
    }

    @Test
    void withoutATokenNobodyIsWelcomeAndTheAnswerSaysWhatToSet() {
        // Given
        AdminToken token = new AdminToken(Optional.empty(), Optional.empty());

        // When
        Verdict verdict = token.check("Bearer ");

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.sentence()).contains("no token is configured").contains("WAYBILL_ADMIN_TOKEN_FILE");
        });
    }

    @Test
    void anEmptyTokenOpensNothing() throws IOException {
        // Given
        Path empty = Files.writeString(directory.resolve("empty"), "\n");

        // When
        Verdict byValue = new AdminToken(Optional.of(" "), Optional.empty()).check("Bearer ");
        Verdict byFile = new AdminToken(Optional.empty(), Optional.of(empty)).check("Bearer ");
        Verdict byMissingFile =
                new AdminToken(Optional.empty(), Optional.of(directory.resolve("none"))).check("Bearer ");

        // Then
        assertThat(byValue)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.sentence()).contains("is empty"));
        assertThat(byFile)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.sentence()).contains(empty.toString()));
        assertThat(byMissingFile)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.sentence()).contains("cannot be read"));
    }

    @Test
    void theTokenOfAFileLosesItsLineEnd() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("token"), "from-file\n");

        // When
        AdminToken token = new AdminToken(Optional.empty(), Optional.of(file));

        // Then
        assertThat(token.check("Bearer from-file")).isEqualTo(new Welcome());
    }
}
