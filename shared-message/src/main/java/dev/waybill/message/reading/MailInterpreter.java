package dev.waybill.message.reading;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.authentication.AuthenticationReader;
import dev.waybill.message.automatic.Automatic;
import dev.waybill.message.automatic.AutomaticReader;
import dev.waybill.message.bounce.BounceReader;
import dev.waybill.message.bounce.DeliveryReport;
import dev.waybill.message.reply.ReplyText;
import dev.waybill.message.reply.ReplyTextReader;
import dev.waybill.message.thread.DeliveredTo;
import dev.waybill.message.thread.ThreadKeys;

/** Makes a {@link Reading} of a mail that was parsed. Never fails, whatever the mail says; linear in its size; one for all threads. Cheap to
 * make: all share the tables. */
public final class MailInterpreter {
    private static final BounceReader BOUNCES = new BounceReader();
    private static final ReplyTextReader REPLIES = new ReplyTextReader();

    private final ReadingSettings settings;
    private final AutomaticReader automatic;
    private final AuthenticationReader authentication;

    public MailInterpreter(ReadingSettings settings) {
        this.settings = settings;
        this.automatic = new AutomaticReader(settings.ownMarkers(), settings.ownAddresses(), settings.mostHops());
        this.authentication = new AuthenticationReader(settings.trust());
    }

    public Reading read(ParsedMail mail) {
        DeliveryReport report = BOUNCES.read(mail);
        Automatic machine = automatic.read(mail, report.about() != DeliveryReport.About.NOTHING);
        return new Reading(
                kind(mail, report, machine),
                machine,
                report.bounces(),
                report.originalMessageId(),
                authentication.read(mail),
                DeliveredTo.of(mail, settings.ownAddresses()),
                ThreadKeys.of(mail),
                reply(mail));
    }

    private static MailKind kind(ParsedMail mail, DeliveryReport report, Automatic machine) {
        return switch (report.about()) {
            case FAILURE -> MailKind.BOUNCE;
            case PROGRESS -> MailKind.DELIVERY_STATUS;
            case COMPLAINT -> MailKind.COMPLAINT;
            case DISPOSITION -> MailKind.DISPOSITION;
            case NOTHING ->
                machine.answersAMail()
                        ? MailKind.AUTO_REPLY
                        : Legibility.isMail(mail) ? MailKind.MESSAGE : MailKind.UNREADABLE;
        };
    }

    private ReplyText reply(ParsedMail mail) {
        String html = mail.html();
        return html != null && mail.textFromHtml()
                ? REPLIES.readHtml(html, mail.subject())
                : REPLIES.read(mail.text(), mail.subject());
    }
}
