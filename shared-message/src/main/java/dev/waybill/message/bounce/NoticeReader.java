package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Report;
import dev.waybill.message.bounce.NoticeRules.Tells;
import dev.waybill.message.bounce.NoticeSigns.Needed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads notices of servers that send no status, or none that names a recipient. A mail is a notice when its text says so and its sender,
 * its subject or its path is that of a mail system: a person who quotes a notice is no bounce.
 */
final class NoticeReader {
    private final Reasons reasons;
    private final NoticeRules rules;

    NoticeReader(Reasons reasons, NoticeRules rules) {
        this.reasons = reasons;
        this.rules = rules;
    }

    /** What the text tells of recipients; empty when the mail is no notice. */
    Optional<List<Bounce>> read(ParsedMail mail) {
        NoticeSigns signs = NoticeSigns.of(mail, rules);
        if (signs.needed() == Needed.MORE) {
            return Optional.empty();
        }
        Notice notice = Notice.of(mail, rules);
        Tells tells = rules.tells(Folded.of(notice.text()));
        if (tells == Tells.NOTHING && signs.needed() != Needed.NOTHING) {
            return Optional.empty();
        }
        BounceAction action = tells == Tells.DELAY ? BounceAction.DELAYED : BounceAction.FAILED;
        List<Bounce> bounces = new ArrayList<>();
        recipients(mail, notice)
                .forEach((recipient, said) ->
                        bounces.add(reasons.bounce(recipient, null, action, Optional.empty(), said, notice.text())));
        if (!isShown(signs.needed(), bounces, mail, notice)) {
            return Optional.empty();
        }
        if (bounces.isEmpty()) {
            bounces.add(reasons.bounce("", null, action, Optional.empty(), notice.text(), ""));
        }
        return Optional.of(bounces);
    }

    /** Whether the text shows what is needed beside its sentence. */
    private static boolean isShown(Needed needed, List<Bounce> bounces, ParsedMail mail, Notice notice) {
        return switch (needed) {
            case NOTHING, SENTENCE -> true;
            case RECIPIENT -> !bounces.isEmpty();
            case LISTED ->
                isAnswered(bounces)
                        || !RecipientLines.read(notice.lines(), others(mail)).isEmpty();
            case ANSWER -> isAnswered(bounces);
            case MORE -> false;
        };
    }

    private static boolean isAnswered(List<Bounce> bounces) {
        return bounces.stream().anyMatch(bounce -> bounce.smtpReply() != null || bounce.status() != null);
    }

    private Map<String, String> recipients(ParsedMail mail, Notice notice) {
        Set<String> others = others(mail);
        Map<String, String> lines = RecipientLines.read(notice.lines(), others);
        List<String> stated = failedRecipients(mail);
        if (!stated.isEmpty()) {
            Map<String, String> recipients = new LinkedHashMap<>();
            stated.forEach(recipient -> recipients.put(recipient, said(lines, recipient, notice)));
            return recipients;
        }
        if (!lines.isEmpty()) {
            return lines;
        }
        Set<String> alsoSender = new HashSet<>(others);
        mail.to().forEach(to -> alsoSender.add(RecipientLines.key(to.address())));
        List<String> sentences = RecipientLines.inSentences(notice.lines(), alsoSender);
        List<String> known =
                sentences.stream().filter(originals(mail, notice)::contains).toList();
        Map<String, String> recipients = new LinkedHashMap<>();
        (known.isEmpty() ? sentences : known).forEach(address -> recipients.put(address, notice.text()));
        if (recipients.isEmpty()) {
            LocalNames.read(mail, notice)
                    .or(() -> LocalNames.original(mail))
                    .ifPresent(a -> recipients.put(a, notice.text()));
        }
        return recipients;
    }

    private static String said(Map<String, String> lines, String recipient, Notice notice) {
        return lines.entrySet().stream()
                .filter(line -> line.getKey().equalsIgnoreCase(recipient))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(notice.text());
    }

    /** Exim and Gmail name them in the header. */
    private static List<String> failedRecipients(ParsedMail mail) {
        return mail.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("X-Failed-Recipients"))
                .flatMap(header -> Addresses.in(header.value(), 500).stream())
                .map(Addresses.Found::address)
                .distinct()
                .toList();
    }

    /** The server itself, who is named for questions. */
    private static Set<String> others(ParsedMail mail) {
        Set<String> others = new HashSet<>();
        for (List<Address> addresses : List.of(mail.from(), mail.replyTo())) {
            addresses.forEach(address -> others.add(RecipientLines.key(address.address())));
        }
        return others;
    }

    /** All addresses of the original's header. */
    private static Set<String> originals(ParsedMail mail, Notice notice) {
        Set<String> originals = new HashSet<>();
        List<String> lines = new ArrayList<>(notice.original());
        mail.reports().stream()
                .filter(OriginalMail::isHeader)
                .map(Report::content)
                .forEach(content -> lines.addAll(List.of(content.split("\n", 500))));
        lines.stream()
                .limit(500)
                .forEach(line -> Addresses.in(line, 50).forEach(found -> originals.add(found.address())));
        return originals;
    }
}
