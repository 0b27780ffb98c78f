package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Attachment;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reading.ReadingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a mail says ends up in headers, logs, terminals and pages: nothing that is one line may hold a line end, a control or a bidi character. */
final class EmittedTextTest {
    private static final String INJECTION =
            "=?utf-8?q?a=0D=0ABcc:_evil@x.example=0D=0A=0D=0A=1B[31m=00=E2=80=AE=E2=80=A8b?=";

    @Test
    void noFieldCanBringAnotherOneOrSteerWhatShowsIt() {
        // When
        ParsedMail mail = Mails.of("""
            From: %1$s <a@example.org>
            Sender: "%1$s" <s@example.org>
            Reply-To: %1$s <%1$s@example.org>
            To: %1$s: %1$s <t@example.org>;, %1$s
            Cc: %1$s@example.org
            Subject: %1$s
            Message-ID: <%1$s@example.org>
            In-Reply-To: %1$s
            References: <%1$s@example.org> %1$s
            Thread-Topic: %1$s
            Date: %1$s
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: application/pdf; name="%1$s"
            Content-Disposition: attachment; filename*=utf-8''a%%0D%%0ABcc%%3A%%E2%%80%%AEb.pdf
            Content-ID: <%1$s>

            x
            --b
            Content-Type: %1$s/x; name="%1$s"
            Content-Disposition: attachment

            x
            --b--
            """.formatted(INJECTION));
        // Then
        assertThat(mail.attachments()).hasSize(2);
        assertThat(lines(mail)).isNotEmpty().allSatisfy(EmittedTextTest::isOneCleanLine);
    }

    @Test
    void noReportCanEither() {
        // Given
        ParsedMail mail = Mails.of("""
            From: MAILER-DAEMON@example.org
            Subject: Undelivered
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            It could not be delivered.
            --b
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; gone%1$s@example.org
            Action: failed
            Status: 5.1.1 %1$s
            Diagnostic-Code: smtp; 550 \u001b[31m\u202e no such user %1$s
            --b
            Content-Type: text/rfc822-headers

            Message-ID: <\u202eid\u001b@example.org>
            --b--
            """.formatted(INJECTION));
        // When
        Reading reading = new MailInterpreter(ReadingSettings.NONE).read(mail);
        // Then
        assertThat(reading.bounces()).isNotEmpty();
        List<String> lines = new ArrayList<>();
        for (Bounce bounce : reading.bounces()) {
            lines.add(bounce.recipient());
            lines.add(bounce.diagnostic());
            lines.add(Objects.requireNonNullElse(bounce.status(), ""));
        }
        lines.add(Objects.requireNonNullElse(reading.originalMessageId(), ""));
        assertThat(lines).allSatisfy(EmittedTextTest::isOneCleanLine);
    }

    @Test
    void scriptInUtf7IsGoneFromTheHtml() {
        // When
        ParsedMail declared = Mails.of("""
            From: a@example.org
            Content-Type: text/html; charset=utf-7

            <p>x+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>
            """);
        ParsedMail undeclared = Mails.of("""
            From: a@example.org
            Content-Type: text/html

            <meta charset=utf-7><p>x+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>
            """);
        // Then
        assertThat(declared.html()).contains("<p>x").doesNotContain("script", "alert");
        assertThat(undeclared.html()).doesNotContain("<script");
    }

    private static List<String> lines(ParsedMail mail) {
        List<String> lines = new ArrayList<>(List.of(mail.subject()));
        List.of(mail.from(), mail.replyTo(), mail.to(), mail.cc()).forEach(all -> all.forEach(a -> add(a, lines)));
        add(Objects.requireNonNull(mail.sender()), lines);
        lines.add(Objects.requireNonNullElse(mail.messageId(), ""));
        lines.addAll(mail.inReplyTo());
        lines.addAll(mail.references());
        for (Attachment attachment : mail.attachments()) {
            lines.add(attachment.name());
            lines.add(attachment.contentType());
            lines.add(Objects.requireNonNullElse(attachment.contentId(), ""));
        }
        lines.addAll(mail.warnings());
        Reading reading = new MailInterpreter(ReadingSettings.NONE).read(mail);
        lines.add(Objects.requireNonNullElse(reading.thread().topic(), ""));
        return lines;
    }

    private static void add(Address address, List<String> lines) {
        lines.add(address.name());
        lines.add(address.address());
    }

    private static void isOneCleanLine(String line) {
        assertThat(line.codePoints().filter(EmittedTextTest::steers).boxed().toList())
                .as(line)
                .isEmpty();
    }

    private static boolean steers(int c) {
        boolean bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return Character.isISOControl(c) || bidi || c == 0x2028 || c == 0x2029;
    }
}
