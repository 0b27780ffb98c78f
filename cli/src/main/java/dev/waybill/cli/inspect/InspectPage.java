package dev.waybill.cli.inspect;

import dev.waybill.cli.Plain;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Attachment;
import dev.waybill.message.authentication.Authentication;
import dev.waybill.message.automatic.Automatic;
import dev.waybill.message.automatic.AutomaticReason;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reply.ReplyText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page about one mail for people. What strangers wrote is made safe for the terminal first. */
final class InspectPage {
    private static final int MOST_ADDRESSES = 5;
    /** Of what is folded; the whole is in {@code --jsonl}. */
    private static final int FOLDED_LINES = 3;

    private final Paint paint;
    private final PrintWriter out;

    InspectPage(Paint paint, PrintWriter out) {
        this.paint = paint;
        this.out = out;
    }

    void print(Inspection inspection) {
        ParsedMail mail = inspection.mail();
        Reading reading = inspection.reading();
        title(inspection.file(), size(inspection.size()) + ", sha256 " + inspection.sha256());
        kind(reading);
        row("from", people(mail.from()));
        row("sender", people(Stream.ofNullable(mail.sender()).toList()));
        row("reply to", people(mail.replyTo()));
        row("to", people(mail.to()));
        row("cc", people(mail.cc()));
        row("subject", mail.subject());
        row("date", mail.sentAt() == null ? "" : String.valueOf(mail.sentAt()));
        row("message id", mail.messageId() == null ? "" : mail.messageId());
        row("in reply to", String.join(" ", mail.inReplyTo()));
        row(
                "references",
                mail.references().isEmpty()
                        ? ""
                        : mail.references().size() + ", the last "
                                + mail.references().getLast());
        row("authentication", authentication(reading.authentication()));
        report(reading);
        reply(reading.reply());
        attachments(mail.attachments());
        mail.warnings().forEach(warning -> out.println(paint.warning("! " + Plain.line(warning))));
        out.println();
    }

    void print(String file, ReplyText reply) {
        title(file, "");
        reply(reply);
        out.println();
    }

    private void title(String file, String facts) {
        out.println(paint.bold(Plain.line(file)) + (facts.isEmpty() ? "" : paint.dim("  " + facts)));
    }

    private void kind(Reading reading) {
        Automatic automatic = reading.automatic();
        AutomaticReason reason = automatic.reason();
        AutomaticReason silence = automatic.silence();
        row("kind", reading.kind().code());
        row("automatic", reason == null ? "no" : "yes, " + reason.code());
        row("may answer", silence == null ? "yes" : "no, " + silence.code());
    }

    private void report(Reading reading) {
        String original = reading.originalMessageId();
        row("about mail", original == null ? "" : original);
        for (Bounce bounce : reading.bounces()) {
            String code = Stream.of(bounce.status(), bounce.smtpReply())
                    .filter(part -> part != null && !part.isEmpty())
                    .collect(Collectors.joining(" "));
            String line = bounce.action().code() + ", " + bounce.reason().code()
                    + (bounce.permanent() ? ", permanent" : "") + (code.isEmpty() ? "" : ", " + code);
            row("recipient", (bounce.recipient().isEmpty() ? "(not named)" : bounce.recipient()) + ": " + line);
            if (!bounce.diagnostic().isEmpty()) {
                out.println(paint.trouble("                  " + Plain.line(bounce.diagnostic())));
            }
        }
    }

    private void reply(ReplyText reply) {
        out.println();
        if (!reply.visible().isEmpty()) {
            out.println(Plain.block(reply.visible()));
        }
        folded("quoted", reply.quoted());
        folded("signature", reply.signature());
    }

    private void folded(String what, String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return;
        }
        out.println();
        out.println(paint.dim("[" + what + ", " + lines.size() + (lines.size() == 1 ? " line]" : " lines]")));
        lines.stream()
                .limit(FOLDED_LINES)
                .forEach(line -> out.println(paint.dim("  " + Plain.line(cut(line.stripLeading())))));
        if (lines.size() > FOLDED_LINES) {
            out.println(paint.dim("  ..."));
        }
    }

    private void attachments(List<Attachment> attachments) {
        if (!attachments.isEmpty()) {
            out.println();
        }
        for (Attachment attachment : attachments) {
            row(
                    attachment.inline() ? "inline" : "attachment",
                    attachment.name() + "  " + attachment.contentType() + ", " + size(attachment.size()));
        }
    }

    private void row(String label, String value) {
        if (!value.isEmpty()) {
            out.println(paint.label(String.format(Locale.ROOT, "%-16s  ", label)) + Plain.line(value));
        }
    }

    private static String authentication(Authentication said) {
        return said.trusted()
                ? "spf " + said.spf().code() + ", dkim " + said.dkim().code() + ", dmarc "
                        + said.dmarc().code()
                : "";
    }

    private static String people(List<Address> people) {
        String some = people.stream()
                .limit(MOST_ADDRESSES)
                .map(person ->
                        person.name().isEmpty() ? person.address() : person.name() + " <" + person.address() + ">")
                .collect(Collectors.joining(", "));
        return people.size() > MOST_ADDRESSES ? some + " and " + (people.size() - MOST_ADDRESSES) + " more" : some;
    }

    private static String cut(String line) {
        return line.length() <= 100
                ? line
                : line.substring(0, line.offsetByCodePoints(0, Math.min(100, line.codePointCount(0, line.length()))))
                        + "...";
    }

    private static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        boolean kilo = bytes < 1024 * 1024;
        return String.format(Locale.ROOT, "%.1f %s", bytes / (kilo ? 1024.0 : 1048576.0), kilo ? "KB" : "MB");
    }
}
