package dev.waybill.message.bounce;

import dev.waybill.message.text.RuleTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The reasons of {@code reasons.tsv}, {@code stages.tsv}, {@code statuses.tsv} and {@code replies.tsv}. */
final class ReasonTables {
    private record Words(String words, BounceReason reason) {}

    private record StageWords(String words, Stage stage) {}

    private final List<Words> texts = RuleTable.rows(ReasonTables.class, "reasons", 3).stream()
            .map(row -> new Words(row.getFirst(), reason(row.get(1))))
            .toList();
    private final PhraseFinder textFinder =
            new PhraseFinder(texts.stream().map(Words::words).toList());
    private final List<StageWords> stages = RuleTable.rows(ReasonTables.class, "stages", 3).stream()
            .map(row -> new StageWords(row.getFirst(), Stage.valueOf(row.get(1).toUpperCase(Locale.ROOT))))
            .toList();
    private final PhraseFinder stageFinder =
            new PhraseFinder(stages.stream().map(StageWords::words).toList());
    private final Map<String, BounceReason> statuses = byCode("statuses");
    private final Map<String, BounceReason> replies = byCode("replies");

    /** By the words of a server, folded. */
    Optional<BounceReason> ofText(String folded) {
        int first = textFinder.first(folded);
        return first < 0 ? Optional.empty() : Optional.of(texts.get(first).reason);
    }

    Stage stage(String folded) {
        int first = stageFinder.first(folded);
        return first < 0 ? Stage.UNKNOWN : stages.get(first).stage;
    }

    /** By an enhanced status code; its class does not matter. */
    Optional<BounceReason> ofStatus(String status) {
        return Optional.ofNullable(statuses.get(status.substring(2)));
    }

    Optional<BounceReason> ofReply(String code) {
        return Optional.ofNullable(replies.get(code));
    }

    private static Map<String, BounceReason> byCode(String table) {
        Map<String, BounceReason> reasons = new HashMap<>();
        RuleTable.rows(ReasonTables.class, table, 3).forEach(row -> reasons.put(row.getFirst(), reason(row.get(1))));
        return Map.copyOf(reasons);
    }

    private static BounceReason reason(String code) {
        return BounceReason.valueOf(code.toUpperCase(Locale.ROOT));
    }
}
