package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.text.RuleTable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The words of {@code notices.tsv}, {@code subjects.tsv}, {@code originals.tsv} and {@code systems.tsv}. */
final class NoticeRules {
    private static final String MARKS = "-=>|*_# \t";

    private final PhraseFinder failures = new PhraseFinder(notices("failure"));
    private final PhraseFinder delays = new PhraseFinder(notices("delay"));
    private final PhraseFinder subjects = new PhraseFinder(column("subjects", 3, 1));
    private final List<String> originals = column("originals", 2, 0);
    private final Set<String> systems = Set.copyOf(column("systems", 2, 0));

    /** What the text of a notice says; none if it is no notice. */
    enum Tells {
        FAILURE,
        DELAY,
        NOTHING
    }

    Tells tells(String folded) {
        if (delays.anyIn(folded)) {
            return Tells.DELAY;
        }
        return failures.anyIn(folded) ? Tells.FAILURE : Tells.NOTHING;
    }

    boolean isSubject(String subject) {
        return subjects.anyIn(Folded.of(subject));
    }

    /** Whether the copy of the original begins with this line. */
    boolean beginsOriginal(String line) {
        int start = 0;
        while (start < line.length() && MARKS.indexOf(line.charAt(start)) >= 0) {
            start++;
        }
        String folded = Folded.of(line.substring(start, Math.min(line.length(), start + 120)));
        return originals.stream().anyMatch(folded::startsWith);
    }

    /** Whether a mail system wrote it: by the local part or the name of its author, or because it has none. */
    boolean isOfSystem(ParsedMail mail) {
        return mail.from().isEmpty()
                || mail.from().stream().anyMatch(this::isSystem)
                || mail.header("From")
                        .map(from -> from.replace(" ", "").endsWith("<>"))
                        .orElse(true);
    }

    private boolean isSystem(Address from) {
        String address = from.address().toLowerCase(Locale.ROOT);
        int at = address.indexOf('@');
        return systems.contains(at < 0 ? address : address.substring(0, at))
                || systems.contains(Folded.of(from.name()));
    }

    private static List<String> notices(String about) {
        return RuleTable.rows(NoticeRules.class, "notices", 4).stream()
                .filter(row -> row.get(1).equals(about))
                .map(row -> row.get(2))
                .toList();
    }

    private static List<String> column(String table, int columns, int column) {
        return RuleTable.rows(NoticeRules.class, table, columns).stream()
                .map(row -> row.get(column))
                .collect(Collectors.toUnmodifiableList());
    }
}
