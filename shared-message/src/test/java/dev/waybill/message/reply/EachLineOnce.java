package dev.waybill.message.reply;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The promise of {@link ReplyText}: every line that is not blank stands in one of the three parts, once. */
final class EachLineOnce {
    private EachLineOnce() {}

    /** The lines that are in the body more often or less often than in the parts; a parted line counts as whole. */
    static List<String> missingOrDoubled(String body, ReplyText read) {
        Map<String, Integer> counts = new HashMap<>();
        lines(body).forEach(line -> counts.merge(line, 1, Integer::sum));
        Stream.of(read.visible(), read.quoted(), read.signature())
                .flatMap(EachLineOnce::lines)
                .forEach(line -> counts.merge(line, -1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> entry.getValue() + "x " + entry.getKey())
                .sorted()
                .toList();
    }

    private static Stream<String> lines(String text) {
        return text.lines().filter(line -> !Fold.isBlank(line));
    }
}
