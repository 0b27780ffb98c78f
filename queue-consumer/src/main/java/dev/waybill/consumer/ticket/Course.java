package dev.waybill.consumer.ticket;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.automatic.AutomaticReason;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.bounce.BounceAction;
import dev.waybill.message.reading.Reading;
import java.util.Locale;
import java.util.Set;

/** What a mail may lead to, decided by what it is; where it goes is a {@link Placement}. Deterministic: a second try decides alike. */
public sealed interface Course {
    /** A ticket, or a comment on one. */
    record Converse() implements Course {}

    /** A comment where the mail belongs to a ticket; never a ticket of its own. {@code otherwise}: the reason for no effect. */
    record OnlyComment(String otherwise) implements Course {}

    /** Tells of another mail: recorded with this effect and reason, opens nothing. */
    record Report(String effect, String reason) implements Course {}

    /** Left alone. */
    record Skip(String reason) implements Course {}

    /**
     * The rules, first match wins.
     *
     * @param own our addresses, in lower case: a machine's answer from one is our own coming back
     */
    static Course of(ParsedMail mail, Reading reading, Set<String> own) {
        if (reading.automatic().silence() == AutomaticReason.LOOP
                || reading.automatic().reason() == AutomaticReason.LOOP) {
            return new Skip("loop");
        }
        if (reading.automatic().answersAMail() && isFrom(mail, own)) {
            return new Skip("own_message");
        }
        return switch (reading.kind()) {
            // What is no mail is still somebody's: a person looks at it.
            case MESSAGE, UNREADABLE -> new Converse();
            case AUTO_REPLY -> new OnlyComment("auto_reply");
            case BOUNCE -> new Report("bounce", reason(reading));
            case DELIVERY_STATUS, DISPOSITION, COMPLAINT ->
                new Report("none", reading.kind().code());
        };
    }

    private static boolean isFrom(ParsedMail mail, Set<String> own) {
        return mail.from().stream().anyMatch(from -> own.contains(from.address().toLowerCase(Locale.ROOT)));
    }

    private static String reason(Reading reading) {
        return reading.bounces().stream()
                .filter(bounce -> bounce.action() == BounceAction.FAILED)
                .map(Bounce::reason)
                .findFirst()
                .map(reason -> reason.code())
                .orElse("other");
    }
}
