package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomRepliesTest {
    private static final int RUNS = 4_000;

    private final ReplyTextReader reader = new ReplyTextReader();

    @Test
    void randomInterleavingsKeepEachLineOnce() {
        // Given
        long seed = Long.getLong("waybill.seed", System.nanoTime());
        System.out.println("random replies: seed " + seed + " (repeat with -Dwaybill.seed=" + seed + ")");
        Random random = new Random(seed);
        List<String> pieces = pieces();
        for (int run = 0; run < RUNS; run++) {
            String body = interleaved(random, pieces);
            // When
            ReplyText read = reader.read(body, random.nextInt(8) == 0 ? "Fwd: something" : "");
            // Then
            assertThat(EachLineOnce.missingOrDoubled(body, read))
                    .as("seed " + seed + ", body:\n" + body)
                    .isEmpty();
        }
    }

    @Test
    void answersBetweenMarkedLinesStayVisibleInTheirOrder() {
        // Given
        long seed = Long.getLong("waybill.seed", System.nanoTime());
        System.out.println("random answers: seed " + seed + " (repeat with -Dwaybill.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            List<String> answers = new ArrayList<>();
            StringBuilder body = new StringBuilder("On 06/03/2025 09:14, Harbour Support wrote:\n");
            int rounds = 1 + random.nextInt(6);
            for (int i = 0; i < rounds; i++) {
                body.append("> ".repeat(1 + random.nextInt(3)))
                        .append("Question ")
                        .append(i)
                        .append("?\n");
                body.append("\n".repeat(random.nextInt(2)));
                String answer = "Answer " + i + " is " + random.nextInt(1_000) + " bolts.";
                answers.add(answer);
                body.append(answer).append('\n').append("\n".repeat(random.nextInt(2)));
            }
            // When
            ReplyText read = reader.read(body.toString());
            // Then
            assertThat(read.visible().lines().filter(line -> !line.isBlank()))
                    .as("seed " + seed + ", body:\n" + body)
                    .containsExactlyElementsOf(answers);
        }
    }

    private static String interleaved(Random random, List<String> pieces) {
        StringBuilder body = new StringBuilder();
        int lines = 1 + random.nextInt(30);
        for (int i = 0; i < lines; i++) {
            body.append("> ".repeat(random.nextInt(4) == 0 ? random.nextInt(3) : 0));
            body.append(pieces.get(random.nextInt(pieces.size())));
            body.append(random.nextInt(10) == 0 ? "\r\n" : "\n");
        }
        return body.toString();
    }

    /** Every line of the cases of our own, so that all rules meet each other; without those that share a line. */
    private static List<String> pieces() {
        List<String> pieces = new ArrayList<>(List.of("", "", "", "```", "~~~", "3c3", "---", "-- ", "--", "PS: more"));
        for (ReplyCase each : ReplyCase.all()) {
            if (!each.isHtml()) {
                each.plain().lines().forEach(pieces::add);
            }
        }
        return pieces;
    }
}
