package dev.waybill.devstack.imap;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongPredicate;

/** UID SEARCH by UIDs, date and unseen. */
final class FolderSearch {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private FolderSearch() {}

    static String answer(ScriptedFolder folder, ImapWords words) throws IOException {
        String set = "1:*";
        LongPredicate wanted = uid -> true;
        for (String word = words.next(); !word.isEmpty(); word = words.next()) {
            switch (word.toUpperCase(Locale.ROOT)) {
                case "UID" -> set = words.next();
                case "SINCE" -> {
                    LocalDate since = LocalDate.parse(words.next(), DATE);
                    wanted = wanted.and(uid -> !folder.mail(uid)
                            .received()
                            .atZone(ZoneOffset.UTC)
                            .toLocalDate()
                            .isBefore(since));
                }
                case "UNSEEN" ->
                    wanted = wanted.and(uid -> !folder.mail(uid).flags().contains("\\Seen"));
                default -> {
                    if (UidRanges.isSet(word)) {
                        set = word;
                    }
                }
            }
        }
        LongPredicate all = wanted;
        StringBuilder found = new StringBuilder("* SEARCH");
        UidRanges.each(folder, set, uid -> {
            if (all.test(uid)) {
                found.append(' ').append(uid);
            }
        });
        return found.toString();
    }
}
