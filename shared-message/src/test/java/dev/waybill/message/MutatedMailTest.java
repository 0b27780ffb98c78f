package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mails of the tests, broken at random: nothing throws. The seed is in the failure's description. */
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
    private static final List<byte[]> PIECES = Stream.of(
                    "\r\n",
                    "\r\n\r\n",
                    "\n",
                    "\r",
                    "\0",
                    "--",
                    "--mix",
                    "--mix--",
                    "boundary=",
                    "Content-Type: multipart/mixed; boundary=mix\r\n\r\n",
                    "=?utf-8?q?",
                    "?=",
                    "<",
                    ">",
                    "\"",
                    "(",
                    ";",
                    "*0*=",
                    "=",
                    "begin 644 x\r\n",
                    "Content-Transfer-Encoding: base64\r\n",
                    "<div>",
                    "<!--",
                    "\u00ff\u00fe",
                    "From ",
                    ":")
            .map(piece -> piece.getBytes(StandardCharsets.ISO_8859_1))
            .toList();

    @Test
    void noMutationThrows() {
        // Given
        long firstSeed = 20_240_501;
        for (int i = 0; i < CASES; i++) {
            long seed = firstSeed + i;
            byte[] broken = mutate(Mails.bytes(NAMES.get(i % NAMES.size())), new Random(seed));
            // Then
            assertThatCode(() -> Mails.read(broken))
                    .as("seed %d of %s", seed, NAMES.get(i % NAMES.size()))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] mutate(byte[] mail, Random random) {
        byte[] bytes = mail;
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length + 1);
            bytes = switch (random.nextInt(5)) {
                case 0 -> splice(bytes, 0, at, new byte[0], bytes.length);
                case 1 -> splice(bytes, 0, at, PIECES.get(random.nextInt(PIECES.size())), at);
                case 2 -> splice(bytes, 0, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
                case 3 -> splice(bytes, 0, at, new byte[0], Math.min(bytes.length, at + random.nextInt(40)));
                default -> {
                    int from = random.nextInt(bytes.length + 1);
                    int length = random.nextInt(Math.min(200, bytes.length - from) + 1);
                    yield splice(bytes, 0, at, Arrays.copyOfRange(bytes, from, from + length), at);
                }
            };
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle, int behind) {
        byte[] result = new byte[to - from + middle.length + bytes.length - behind];
        System.arraycopy(bytes, from, result, 0, to - from);
        System.arraycopy(middle, 0, result, to - from, middle.length);
        System.arraycopy(bytes, behind, result, to - from + middle.length, bytes.length - behind);
        return result;
    }
}
