package dev.waybill.message.bounce;

import dev.waybill.message.text.CleanText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says why a delivery failed: by the words of the server, since codes are coarse; then by its enhanced status, then by its reply code.
 * "User unknown" beside a status that says otherwise, or in answer to the content, is a refusal in disguise.
 */
final class Reasons {
    private static final int LONGEST_DIAGNOSTIC = 2_000;
    /** RFC 7504: these hosts and domains take no mail at all. */
    private static final Set<String> NO_MAIL_HERE = Set.of("521", "556");
    /**
     * What servers write of addresses that they know themselves, without a code: Exchange 5.5 and 2003 a number of their own, Exim when none
     * of its routers takes the address, Domino when its directory has none such.
     */
    private static final List<String> OWN_WORDS =
            List.of("000c05a6", "unrouteable address", "domino directory", "domino-verzeichnis", "rubrica di domino");

    private final ReasonTables tables = new ReasonTables();

    /**
     * Makes a bounce.
     *
     * @param stated the status that a report states in its own field
     * @param diagnostic what the server said of this recipient
     * @param context what else the notice says of it: when it was refused, and why, where the diagnostic says nothing
     */
    Bounce bounce(
            String recipient,
            @Nullable String original,
            BounceAction action,
            Optional<String> stated,
            String diagnostic,
            String context) {
        String line = CleanText.atMost(CleanText.line(diagnostic), LONGEST_DIAGNOSTIC);
        Optional<String> said = SmtpCodes.status(line);
        String status = stated.filter(code -> isSpecific(code) || said.isEmpty())
                .or(() -> said)
                .orElse(null);
        String reply = SmtpCodes.reply(line);
        Stage stage = tables.stage(Folded.of(line + " " + context));
        BounceReason reason = reason(Folded.of(line), status, reply, stage)
                .or(() -> tables.ofText(Folded.of(context)))
                .orElse(BounceReason.OTHER);
        boolean permanent = action == BounceAction.FAILED && isPermanent(reason, status, reply, stage, line);
        return new Bounce(recipient, original, action, status, reply, line, permanent, reason);
    }

    /**
     * Whether the address is no good: a class says so (RFC 3463 §3.1, RFC 5321 §4.2.1), or the server found no such domain itself. Words
     * alone, of a program that gives no code, are not enough to give up an address.
     */
    private static boolean isPermanent(
            BounceReason reason, @Nullable String status, @Nullable String reply, Stage stage, String line) {
        String code = status == null ? reply : status;
        if (code != null && code.startsWith("4")) {
            return false;
        }
        return switch (reason) {
            case HOST_UNKNOWN -> true;
            case USER_UNKNOWN ->
                code != null || stage == Stage.RECIPIENT || OWN_WORDS.stream().anyMatch(Folded.of(line)::contains);
            default -> false;
        };
    }

    private Optional<BounceReason> reason(String text, @Nullable String status, @Nullable String reply, Stage stage) {
        if (reply != null && NO_MAIL_HERE.contains(reply)) {
            return Optional.of(BounceReason.HOST_UNKNOWN);
        }
        Optional<BounceReason> told = tables.ofText(text);
        Optional<BounceReason> coded = status == null ? Optional.empty() : tables.ofStatus(status);
        Optional<BounceReason> best = told.or(() -> coded);
        boolean address = best.equals(Optional.of(BounceReason.USER_UNKNOWN))
                || best.equals(Optional.of(BounceReason.HOST_UNKNOWN));
        if (address && stage == Stage.SENDER) {
            return Optional.of(BounceReason.POLICY);
        }
        boolean user = best.equals(Optional.of(BounceReason.USER_UNKNOWN));
        boolean otherStatus = status != null && !status.startsWith("1.", 2) && coded.isPresent();
        if (user && otherStatus && stage != Stage.RECIPIENT) {
            return coded;
        }
        boolean confirmed = status != null && status.startsWith("1.", 2);
        if (user && stage == Stage.CONTENT && !confirmed) {
            return Optional.of(BounceReason.POLICY);
        }
        return best.or(() -> reply == null ? Optional.empty() : tables.ofReply(reply));
    }

    /** {@code x.0.0} says nothing; many servers write it where the other server said more. */
    private static boolean isSpecific(String status) {
        return !status.endsWith(".0.0");
    }
}
