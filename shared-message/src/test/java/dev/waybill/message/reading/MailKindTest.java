package dev.waybill.message.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.automatic.AutomaticReason;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.bounce.BounceAction;
import dev.waybill.message.bounce.BounceReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailKindTest {
    private final MailInterpreter interpreter = new MailInterpreter(ReadingSettings.NONE);

    @Test
    void aMailOfAPersonIsAMessageThatMayBeAnswered() throws IOException {
        // Given
        String mail = """
            From: Ann <ann@example.org>
            To: help@example.com
            Subject: The printer
            Message-ID: <1@example.org>

            It prints nothing.
            """;
        // When
        Reading reading = read(mail);
        // Then
        assertThat(reading.kind()).isEqualTo(MailKind.MESSAGE);
        assertThat(reading.automatic().automatic()).isFalse();
        assertThat(reading.automatic().mayAnswer()).isTrue();
        assertThat(reading.bounces()).isEmpty();
        assertThat(reading.reply().visible()).isEqualTo("It prints nothing.");
    }

    @Test
    void aStatusOfAFailureIsABounceThatNamesTheRecipient() throws IOException {
        // Given
        String mail = """
            From: MAILER-DAEMON@mx.example.org
            To: help@example.com
            Subject: Undelivered Mail
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            I could not deliver it.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.org

            Final-Recipient: rfc822; bob@example.net
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <bob@example.net>: no
              such user

            --b
            Content-Type: message/rfc822

            Message-ID: <original@example.com>
            Subject: Your ticket

            Hello
            --b--
            """;
        // When
        Reading reading = read(mail);
        // Then
        assertThat(reading.kind()).isEqualTo(MailKind.BOUNCE);
        assertThat(reading.bounces())
                .containsExactly(new Bounce(
                        "bob@example.net",
                        null,
                        BounceAction.FAILED,
                        "5.1.1",
                        "550",
                        "550 5.1.1 <bob@example.net>: no such user",
                        true,
                        BounceReason.USER_UNKNOWN));
        assertThat(reading.originalMessageId()).isEqualTo("original@example.com");
        assertThat(reading.automatic().reason()).isEqualTo(AutomaticReason.REPORT);
        assertThat(reading.automatic().mayAnswer()).isFalse();
    }

    @Test
    void bytesWithoutAnyFieldOfAMailAreUnreadable() throws IOException {
        // Given
        String noMail = "\u0001\u0002 nothing: here\n";
        // When
        Reading reading = read(noMail);
        // Then
        assertThat(reading.kind()).isEqualTo(MailKind.UNREADABLE);
    }

    private Reading read(String mail) throws IOException {
        byte[] raw = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        ParsedMail parsed = new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard());
        return interpreter.read(parsed);
    }
}
