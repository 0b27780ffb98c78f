package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.text.RuleTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The words of {@code notices.tsv}, {@code subjects.tsv}, {@code originals.tsv} and {@code systems.tsv}. */
final class NoticeRules {
    private static final String MARKS = "-=>|*_# \t";

    private final PhraseFinder failures = new PhraseFinder(notices("failure"));
    private final PhraseFinder delays = new PhraseFinder(notices("delay"));
    private final PhraseFinder subjects = new PhraseFinder(column("subjects", 3, 1));
    private final List<String> originals = column("originals", 2, 0);
    private final Map<String, NoticeAuthor> systems = RuleTable.rows(NoticeRules.class, "systems", 3).stream()
            .collect(Collectors.toUnmodifiableMap(
                    List::getFirst, row -> NoticeAuthor.valueOf(row.get(1).toUpperCase(Locale.ROOT))));

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

    /** By the local part or the name of the authors; a mail without any may be a system's. */
    NoticeAuthor author(ParsedMail mail) {
        NoticeAuthor author = NoticeAuthor.NAMED;
        if (mail.from().stream().allMatch(from -> from.name().isBlank())) {
            author = NoticeAuthor.NAMELESS;
        }
        if (mail.header("From")
                .map(from -> from.replace(" ", "").endsWith("<>"))
                .orElse(false)) {
            author = NoticeAuthor.ROLE;
        }
        for (Address from : mail.from()) {
            NoticeAuthor each = author(from);
            author = each.compareTo(author) < 0 ? each : author;
        }
        return author;
    }

    private NoticeAuthor author(Address from) {
        String address = from.address().toLowerCase(Locale.ROOT);
        // "MAILER-DAEMON (Mail Delivery System)" of servers that name no domain.
        String local = address.split("[@ ]", 2)[0];
        String suffix = from.name().isBlank() ? local.substring(Math.max(0, local.lastIndexOf('-'))) : local;
        NoticeAuthor byAddress = systems.getOrDefault(local, systems.getOrDefault(suffix, NoticeAuthor.NAMED));
        NoticeAuthor byName = systems.getOrDefault(Folded.of(from.name()), NoticeAuthor.NAMED);
        return byAddress.compareTo(byName) < 0 ? byAddress : byName;
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
