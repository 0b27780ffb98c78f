package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.waybill.message.corpus.MailMutator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mails of the tests, broken at random: nothing throws, also where there are no corpora. The seed is in the failure's description. */
final class MutatedMailTest {
    private static final int CASES = 3_000;
    private static final List<String> NAMES = List.of(
            "latin1-raw",
            "encoded-words",
            "iso-2022-jp",
            "alternative-empty-plain",
            "related-and-mixed",
            "interleaved",
            "flowed",
            "hostile-html",
            "attached-message",
            "attachment-names",
            "missing-final-boundary",
            "wrong-boundary",
            "no-boundary",
            "uuencoded",
            "transfer-encodings",
            "addresses",
            "references",
            "unknown-charset",
            "digest",
            "winmail");

    @Test
    void noMutationThrows() {
        // Given
        long firstSeed = 20_240_501;
        for (int i = 0; i < CASES; i++) {
            long seed = firstSeed + i;
            byte[] broken = MailMutator.mutate(
                    Mails.bytes(NAMES.get(i % NAMES.size())), Mails.bytes("related-and-mixed"), new Random(seed));
            // Then
            assertThatCode(() -> Mails.read(broken))
                    .as("seed %d of %s", seed, NAMES.get(i % NAMES.size()))
                    .doesNotThrowAnyException();
        }
    }
}
