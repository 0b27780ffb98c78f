package dev.waybill.message.authentication;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.authentication.ResultField.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code Authentication-Results} (RFC 8601) as far as they are the word of a server that is trusted: see {@link TrustedFields}. Two
 * different results for one thing count as a failure: one of them is forged.
 */
public final class AuthenticationReader {
    private final AuthenticationTrust trust;

    public AuthenticationReader(AuthenticationTrust trust) {
        this.trust = trust;
    }

    public Authentication read(ParsedMail mail) {
        List<Result> results = TrustedFields.of(mail.headers(), trust).stream()
                .flatMap(field -> field.results().stream())
                .toList();
        if (results.isEmpty()) {
            return Authentication.UNKNOWN;
        }
        String author = authorDomain(mail);
        List<Result> dkim = of(results, "dkim");
        List<Result> dmarc = of(results, "dmarc");
        Verdict dkimVerdict =
                verdict(dkim, dkim.stream().filter(r -> signedBy(r, author)).findFirst());
        Verdict dmarcVerdict = verdict(dmarc, dmarc.stream().findFirst());
        return new Authentication(
                spf(of(results, "spf")),
                dkimVerdict,
                dmarcVerdict,
                true,
                authorVerified(author, dmarc, dmarcVerdict, dkim, dkimVerdict));
    }

    private static List<Result> of(List<Result> results, String method) {
        return results.stream().filter(r -> r.method().equals(method)).toList();
    }

    /** The envelope's sender counts before the name that the host gave itself. */
    private static Verdict spf(List<Result> results) {
        Optional<Result> envelope = results.stream()
                .filter(r -> r.properties().containsKey("smtp.mailfrom"))
                .findFirst();
        return verdict(results, envelope);
    }

    private static Verdict verdict(List<Result> results, Optional<Result> best) {
        if (results.isEmpty()) {
            return Verdict.NONE;
        }
        return contradict(results)
                ? Verdict.FAIL
                : Verdict.of(best.orElse(results.getFirst()).word()).orElse(Verdict.PERMERROR);
    }

    /** A mail may have several signatures, and SPF two identities; each of them has one result. */
    private static boolean contradict(List<Result> results) {
        Map<String, String> seen = new HashMap<>();
        for (Result result : results) {
            String subject = String.join(" ", subject(result));
            String before = seen.putIfAbsent(subject, result.word());
            if (before != null && !before.equals(result.word())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> subject(Result result) {
        return switch (result.method()) {
            case "dkim" -> List.of(signer(result), result.property("header.s"), result.property("header.b"));
            case "spf" -> List.of(result.properties().containsKey("smtp.mailfrom") ? "mailfrom" : "helo");
            default -> List.of("");
        };
    }

    private static boolean authorVerified(
            String author, List<Result> dmarc, Verdict dmarcVerdict, List<Result> dkim, Verdict dkimVerdict) {
        if (author.isEmpty()) {
            return false;
        }
        if (dmarcVerdict == Verdict.PASS) {
            return dmarc.stream().allMatch(r -> r.property("header.from").equalsIgnoreCase(author));
        }
        boolean undecided = dmarcVerdict == Verdict.NONE || dmarcVerdict == Verdict.UNKNOWN;
        return undecided
                && dkimVerdict == Verdict.PASS
                && dkim.stream().anyMatch(r -> r.word().equals("pass") && signedBy(r, author));
    }

    /** The signer is the author's domain or one above it; a bare top-level domain signs for nobody. */
    private static boolean signedBy(Result dkim, String author) {
        String signer = signer(dkim);
        return !author.isEmpty() && signer.indexOf('.') > 0 && (author.equals(signer) || author.endsWith("." + signer));
    }

    private static String signer(Result dkim) {
        String domain = dkim.property("header.d");
        String identity = dkim.property("header.i");
        String signer = domain.isEmpty() ? identity.substring(identity.lastIndexOf('@') + 1) : domain;
        return signer.toLowerCase(Locale.ROOT);
    }

    /** Several authors, or none, cannot be proven. */
    private static String authorDomain(ParsedMail mail) {
        List<String> domains = new ArrayList<>();
        mail.from()
                .forEach(from -> domains.add(from.address()
                        .substring(from.address().lastIndexOf('@') + 1)
                        .toLowerCase(Locale.ROOT)));
        return domains.size() == 1 ? domains.getFirst() : "";
    }
}
