package dev.waybill.message.automatic;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Header;
import dev.waybill.message.text.RuleTable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@link Automatic} mail by RFC 3834 and by the fields that programs set. What a text says is a hint that counts only beside a second
 * one. Cheap to make: all share the tables.
 */
public final class AutomaticReader {
    private static final AutomaticFields FIELDS = new AutomaticFields();
    private static final ResponderSubjects SUBJECTS = new ResponderSubjects();
    private static final Set<String> SYSTEM_SENDERS = senders("system");
    private static final Set<String> SILENT_SENDERS = senders("silent");

    private final Set<String> ownMarkers;
    private final OwnLists ownLists;
    private final int mostHops;

    /**
     * @param ownMarkers values of {@code X-Loop} that our own mails bear
     * @param ownAddresses of the mailbox, lower case: a list of that address is a group that brings it its mail
     * @param mostHops {@code Received} fields from which a mail goes in circles
     */
    public AutomaticReader(Set<String> ownMarkers, Set<String> ownAddresses, int mostHops) {
        this.ownLists = new OwnLists(ownAddresses);
        this.ownMarkers =
                ownMarkers.stream().map(m -> m.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.mostHops = mostHops;
    }

    /**
     * Reads one mail.
     *
     * @param report whether it reports of another mail: a status, a disposition, a complaint
     */
    public Automatic read(ParsedMail mail, boolean report) {
        AutomaticReason reason = report ? AutomaticReason.REPORT : reason(mail);
        // What comes back to us in circles does so whatever else it is: our own answers are automatic, too.
        AutomaticReason silence = goesInCircles(mail) ? AutomaticReason.LOOP : reason == null ? silence(mail) : reason;
        return new Automatic(reason, silence);
    }

    private @Nullable AutomaticReason reason(ParsedMail mail) {
        boolean hinted = SUBJECTS.match(mail.subject());
        Optional<AutomaticReason> submitted = autoSubmitted(mail);
        if (submitted.isPresent()) {
            // Exchange says auto-generated also of its out-of-office answers, in every language.
            boolean answer = isNullReturnPath(mail) && !mail.inReplyTo().isEmpty();
            return hinted || answer ? AutomaticReason.AUTO_REPLIED : submitted.get();
        }
        Set<AutomaticReason> told = told(mail);
        boolean second = isNullReturnPath(mail) || !told.isEmpty() || SuppressField.suppressesAnswers(mail);
        if (hinted && second && !told.contains(AutomaticReason.RESPONDER_FIELD)) {
            return AutomaticReason.RESPONDER_TEXT;
        }
        return Stream.of(
                        AutomaticReason.RESPONDER_FIELD,
                        AutomaticReason.GENERATOR_FIELD,
                        AutomaticReason.MAIL_SYSTEM,
                        AutomaticReason.LIST,
                        AutomaticReason.BULK)
                .filter(told::contains)
                .findFirst()
                .orElse(isNullReturnPath(mail) ? AutomaticReason.NULL_RETURN_PATH : null);
    }

    private @Nullable AutomaticReason silence(ParsedMail mail) {
        if (SuppressField.suppressesAnswers(mail)) {
            return AutomaticReason.SUPPRESS_FIELD;
        }
        if (SUBJECTS.match(mail.subject())) {
            return AutomaticReason.RESPONDER_TEXT;
        }
        if (FIELDS.silent(mail.headers())) {
            return AutomaticReason.LOOP;
        }
        List<Address> answered = mail.replyTo().isEmpty() ? mail.from() : mail.replyTo();
        if (answered.stream().noneMatch(a -> a.address().indexOf('@') > 0)) {
            return AutomaticReason.NO_SENDER;
        }
        return answered.stream().anyMatch(a -> SILENT_SENDERS.contains(localPart(a)))
                ? AutomaticReason.NO_REPLY_ADDRESS
                : null;
    }

    private Set<AutomaticReason> told(ParsedMail mail) {
        Set<AutomaticReason> told = new HashSet<>(FIELDS.told(mail.headers()));
        if (ownLists.carried(mail)) {
            told.remove(AutomaticReason.LIST);
            told.remove(AutomaticReason.BULK);
        }
        if (mail.from().stream().anyMatch(a -> SYSTEM_SENDERS.contains(localPart(a)))) {
            told.add(AutomaticReason.MAIL_SYSTEM);
        }
        return told;
    }

    /** RFC 3834 §5: the keyword ends at a parameter or a comment. */
    private static Optional<AutomaticReason> autoSubmitted(ParsedMail mail) {
        return mail.headers().stream()
                .filter(h -> h.name().equalsIgnoreCase("Auto-Submitted"))
                .map(h -> keyword(h.value()))
                .filter(word -> !word.isEmpty() && !word.equals("no"))
                .map(word ->
                        word.equals("auto-replied") ? AutomaticReason.AUTO_REPLIED : AutomaticReason.AUTO_GENERATED)
                .findFirst();
    }

    static String keyword(String value) {
        String text = value.strip();
        while (text.startsWith("(") && text.indexOf(')') > 0) {
            text = text.substring(text.indexOf(')') + 1).strip();
        }
        int end = 0;
        while (end < text.length() && " \t;(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isNullReturnPath(ParsedMail mail) {
        return mail.header("Return-Path")
                .map(path -> path.replace(" ", "").equals("<>"))
                .orElse(false);
    }

    private boolean goesInCircles(ParsedMail mail) {
        long hops = mail.headers().stream()
                .filter(h -> h.name().equalsIgnoreCase("Received"))
                .count();
        return hops >= mostHops || mail.headers().stream().anyMatch(this::isOwnMarker);
    }

    private boolean isOwnMarker(Header header) {
        return header.name().equalsIgnoreCase("X-Loop")
                && ownMarkers.contains(header.value().strip().toLowerCase(Locale.ROOT));
    }

    private static String localPart(Address address) {
        int at = address.address().lastIndexOf('@');
        return (at < 0 ? address.address() : address.address().substring(0, at)).toLowerCase(Locale.ROOT);
    }

    private static Set<String> senders(String role) {
        return RuleTable.rows(AutomaticReader.class, "senders", 3).stream()
                .filter(row -> row.get(1).equals(role))
                .map(List::getFirst)
                .collect(Collectors.toUnmodifiableSet());
    }
}
