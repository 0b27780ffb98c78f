package dev.waybill.cli.chaos;

import dev.waybill.cli.chaos.Evidence.Account;
import dev.waybill.cli.chaos.Evidence.Blob;
import dev.waybill.cli.chaos.Evidence.Effect;
import dev.waybill.cli.chaos.Evidence.LedgerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what was sent with what is found: a mail without an effect is lost, one with two is twice, and whatever no mail that was sent
 * explains is unexplained. It knows no more of Waybill than its tables mean.
 */
final class Checker {
    /**
     * Why a mail that was sent once may have a row that says "skipped" besides the one of its effect: it came again under another UID, or
     * a pointer outlived the UIDVALIDITY that it was for.
     */
    private static final Set<String> EXPLAINED =
            Set.of("duplicate", "duplicate_content", "source_unavailable:uidvalidity_changed");

    private final Map<String, SentMail> sent;
    private final Evidence evidence;
    private final Map<String, List<Effect>> effects;
    private final List<String> lost = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();

    private Checker(List<SentMail> sent, Evidence evidence) {
        this.sent = sent.stream().collect(Collectors.toMap(SentMail::token, Function.identity()));
        this.evidence = evidence;
        this.effects = evidence.effects().stream().collect(Collectors.groupingBy(Effect::token));
    }

    static Findings check(List<SentMail> sent, Evidence evidence) {
        Checker checker = new Checker(sent, evidence);
        sent.forEach(checker::mail);
        checker.effects();
        checker.ledger();
        checker.tickets();
        checker.events();
        checker.blobs();
        checker.queue();
        evidence.accounts().forEach(checker::account);
        return new Findings(checker.lost, checker.twice, checker.unexplained);
    }

    private void mail(SentMail mail) {
        List<Effect> made = effects.getOrDefault(mail.token(), List.of());
        if (made.isEmpty()) {
            lost.add(mail.token() + " to " + mail.address() + ": no ticket and no comment; the ledger says "
                    + rows(mail.token()));
        } else if (made.size() > 1) {
            twice.add(mail.token() + " to " + mail.address() + ": comments "
                    + made.stream()
                            .map(effect -> effect.comment() + " (" + effect.key() + ")")
                            .toList());
        } else {
            theEffect(mail, made.getFirst());
        }
    }

    private List<String> rows(String token) {
        return evidence.ledger().stream()
                .filter(row -> row.token().equals(token))
                .map(row -> row.key() + " " + row.outcome() + " " + row.reason())
                .toList();
    }

    private void theEffect(SentMail mail, Effect effect) {
        if (!effect.address().equals(mail.address())) {
            unexplained.add(mail.token() + " was sent to " + mail.address() + " and made comment " + effect.comment()
                    + " of " + effect.address());
        }
        if (!effect.rawSha256().equals(mail.rawSha256())) {
            unexplained.add(mail.token() + ": the raw mail is not the one that was sent");
        }
        if (!effect.files().equals(mail.fileSha256().isEmpty() ? Set.of() : Set.of(mail.fileSha256()))) {
            unexplained.add(mail.token() + ": its attachments are not those that were sent");
        }
        List<Effect> parent = effects.getOrDefault(mail.answers(), List.of());
        if (parent.size() == 1 && parent.getFirst().ticket() != effect.ticket()) {
            unexplained.add(mail.token() + " is on ticket " + effect.ticket() + ", and " + mail.answers()
                    + ", which it answers, on ticket " + parent.getFirst().ticket());
        }
    }

    private void effects() {
        Set<String> processed = evidence.ledger().stream()
                .filter(row -> row.outcome().equals("processed"))
                .map(row -> row.address() + " " + row.key())
                .collect(Collectors.toSet());
        for (Effect effect : evidence.effects()) {
            if (!sent.containsKey(effect.token())) {
                unexplained.add("comment " + effect.comment() + " of " + effect.address() + ": no mail that was sent");
            }
            if (!processed.contains(effect.address() + " " + effect.key())) {
                unexplained.add(effect.token() + ": comment " + effect.comment() + " without a row of the ledger");
            }
        }
    }

    private void ledger() {
        Map<String, Integer> processed = new HashMap<>();
        Set<Long> comments =
                evidence.effects().stream().map(Effect::comment).collect(Collectors.toCollection(HashSet::new));
        for (LedgerRow row : evidence.ledger()) {
            String what = row.token() + " " + row.address() + " " + row.key() + ": ";
            switch (row.outcome()) {
                case "processed" -> {
                    processed.merge(row.token(), 1, Integer::sum);
                    if (!comments.remove(row.comment())) {
                        unexplained.add(what + "processed as " + row.effect() + " without a comment of its own");
                    }
                }
                case "skipped" -> {
                    if (!EXPLAINED.contains(row.reason())) {
                        unexplained.add(what + "skipped: " + row.reason());
                    }
                }
                default -> unexplained.add(what + row.outcome() + ": " + row.reason() + ", and no mail is poison");
            }
        }
        processed.forEach((token, times) -> {
            if (times > 1 && sent.containsKey(token)) {
                twice.add(token + ": " + times + " rows of the ledger say processed");
            }
        });
    }

    private void tickets() {
        evidence.effects().stream()
                .collect(Collectors.groupingBy(
                        Effect::ticket, Collectors.filtering(Effect::opening, Collectors.counting())))
                .forEach((ticket, opening) -> {
                    if (opening != 1) {
                        unexplained.add("ticket " + ticket + " has " + opening + " opening comments");
                    }
                });
    }

    private void events() {
        Map<Long, Integer> left = new HashMap<>(evidence.events());
        for (Effect effect : evidence.effects()) {
            Integer times = left.remove(effect.comment());
            if (times == null) {
                unexplained.add(effect.token() + ": no event in the outbox for comment " + effect.comment());
            } else if (times > 1) {
                twice.add(effect.token() + ": " + times + " events in the outbox for comment " + effect.comment());
            }
        }
        left.forEach((comment, times) ->
                unexplained.add("the outbox has an event for comment " + comment + ", which is not there"));
    }

    private void blobs() {
        evidence.blobs().forEach((hash, found) -> {
            if (found != Blob.WHOLE) {
                String tokens = sent.values().stream()
                        .filter(mail -> mail.rawSha256().equals(hash)
                                || mail.fileSha256().equals(hash))
                        .map(SentMail::token)
                        .collect(Collectors.joining(", "));
                unexplained.add(
                        "blob " + hash + " is " + (found == Blob.MISSING ? "missing" : "damaged") + ": " + tokens);
            }
        });
    }

    private void queue() {
        evidence.deadLetters().forEach(pointer -> unexplained.add("dead letter, and no mail is poison: " + pointer));
        if (evidence.pointers() != 0) {
            unexplained.add("the queue still holds " + evidence.pointers() + " pointers");
        }
    }

    private void account(Account account) {
        String what = "mailbox " + account.address() + ": ";
        if (account.unaccounted() != 0) {
            unexplained.add(what
                    + (account.unaccounted() < 0
                            ? "its provider was not asked: " + account.problem()
                            : account.unaccounted() + " unaccounted"));
        }
        if (account.placed() + Math.max(0, account.unaccounted()) != account.found()) {
            unexplained.add(what + "found " + account.found() + ", and " + account.placed() + " in outcomes and queue");
        }
        if (!account.state().equals("active")) {
            unexplained.add(what + "is " + account.state() + ": " + account.problem());
        }
    }
}
