package dev.waybill.message.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.bounce.DeliveryReport.About;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {
    private static final String DAEMON =
            "From: MAILER-DAEMON@mx.example.org\nReturn-Path: <>\nSubject: failure notice\n";
    private final BounceReader reader = new BounceReader();

    @Test
    void aPersonWhoQuotesANoticeIsNoBounce() throws IOException {
        // Given
        String mail = """
            From: Ann <ann@example.org>
            Return-Path: <ann@example.org>
            Subject: Why did this come back?

            I got this from your server:
            <bob@example.net>: 550 5.1.1 User unknown
            This is a permanent error. Your mail could not be delivered.
            """;
        // When
        DeliveryReport report = read(mail);
        // Then
        assertThat(report.about()).isEqualTo(About.NOTHING);
    }

    @Test
    void aPersonWhoPassesANoticeOnWithAllItsPartsIsNoBounce() throws IOException {
        // Given
        String mail = """
            From: Ann <ann@example.org>
            Return-Path: <ann@example.org>
            Subject: Fwd: Undelivered Mail Returned to Sender
            Content-Type: multipart/mixed; boundary=b

            --b

            Why does this come back? It could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.org

            Final-Recipient: rfc822; bob@example.net
            Action: failed
            Status: 5.1.1

            --b--
            """;
        // When
        DeliveryReport report = read(mail);
        // Then
        assertThat(report.about()).isEqualTo(About.NOTHING);
    }

    @Test
    void addressesOfTheOriginalAreNoRecipients() throws IOException {
        // Given
        String mail = DAEMON + """

            I wasn't able to deliver your message to the following addresses.

            <bob@example.net>:
            Remote host said: 550 5.1.1 no such user

            --- Below this line is a copy of the message.

            Message-ID: <17@example.com>
            To: <carol@example.net>

            <dave@example.net>: hello
            """;
        // When
        DeliveryReport report = read(mail);
        // Then
        assertThat(report.bounces()).extracting(Bounce::recipient).containsExactly("bob@example.net");
        assertThat(report.originalMessageId()).isEqualTo("17@example.com");
    }

    @Test
    void aDelayIsProgressAndNeverPermanent() throws IOException {
        // Given
        String mail = DAEMON + """

            Delivery to the following recipient has been delayed:

            <bob@example.net>: 450 4.2.1 user unknown, try later
            """;
        // When
        DeliveryReport report = read(mail);
        // Then
        assertThat(report.about()).isEqualTo(About.PROGRESS);
        assertThat(report.bounces()).allMatch(b -> b.action() == BounceAction.DELAYED && !b.permanent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        550 5.1.1 User unknown (in reply to RCPT TO command)|USER_UNKNOWN|true
        550 5.2.1 User unknown (in reply to RCPT TO command)|USER_UNKNOWN|true
        550 User unknown (in reply to end of DATA command)|POLICY|false
        550 5.7.1 User unknown|POLICY|false
        450 4.1.1 User unknown|USER_UNKNOWN|false
        550 5.1.7 unknown user (in reply to MAIL FROM command)|POLICY|false
        556 the domain is closed|HOST_UNKNOWN|true
        552 5.2.2 mailbox full|MAILBOX_FULL|false
        552 5.3.4 message too big|MESSAGE_TOO_LARGE|false
        554 5.7.1 blocked using zen.spamhaus.org|SPAM|false
        550 5.7.26 did not pass DMARC|AUTHENTICATION|false
        554 5.7.1 Relay access denied|RELAYING|false
        550 5.2.1 the account has been disabled|SUSPENDED|false
        451 4.4.1 connection timed out|NETWORK|false
        550 something|OTHER|false
        """)
    void reasonsFollowTheWordsThenTheCodes(String said, BounceReason reason, boolean permanent) throws IOException {
        // Given
        String mail = DAEMON + "\nYour mail could not be delivered:\n\n<bob@example.net>: " + said + "\n";
        // When
        Bounce bounce = read(mail).bounces().getFirst();
        // Then
        assertThat(bounce.reason()).isEqualTo(reason);
        assertThat(bounce.permanent()).isEqualTo(permanent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Ihre Nachricht konnte nicht zugestellt werden an:
        Votre message n'a pas pu être remis à :
        No se pudo entregar el mensaje a:
        Não foi possível entregar a mensagem para:
        Impossibile recapitare il messaggio a:
        Het bericht kan niet worden bezorgd bij:
        Не удалось доставить сообщение для:
        以下の宛先に配信できませんでした:
        无法投递到以下收件人:
        """)
    void noticesInOtherLanguagesAreBounces(String sentence) throws IOException {
        // Given
        String mail = "From: postmaster@example.org\nSubject: Info\nContent-Type: text/plain; charset=utf-8\n\n"
                + sentence + "\n\n  bob@example.net\n";
        // When
        DeliveryReport report = read(mail);
        // Then
        assertThat(report.about()).isEqualTo(About.FAILURE);
        assertThat(report.bounces()).extracting(Bounce::recipient).containsExactly("bob@example.net");
    }

    @Test
    void aReceiptIsADispositionAndASieveRejectIsABounce() throws IOException {
        // Given
        String report = """
            From: bob@example.net
            Subject: Read
            Content-Type: multipart/report; report-type=disposition-notification; boundary=b

            --b

            %s
            --b
            Content-Type: message/disposition-notification

            Final-Recipient: rfc822; bob@example.net
            Original-Message-ID: <17@example.com>
            Disposition: %s

            --b--
            """;
        // When
        DeliveryReport receipt =
                read(report.formatted("Your mail was displayed.", "manual-action/MDN-sent-manually; displayed"));
        DeliveryReport refusal = read(report.formatted(
                        "Your message to <bob@example.net> was automatically rejected:\nNo thanks",
                        "automatic-action/MDN-sent-automatically; deleted")
                .replace("From: bob", "Return-Path: <>\nFrom: bob"));
        // Then
        assertThat(receipt.about()).isEqualTo(About.DISPOSITION);
        assertThat(receipt.originalMessageId()).isEqualTo("17@example.com");
        assertThat(refusal.about()).isEqualTo(About.FAILURE);
    }

    @Test
    void aComplaintNamesWhoComplained() throws IOException {
        // Given
        String mail = """
            From: abuse@isp.example
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b

            This is a report.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Original-Rcpt-To: <bob@example.net>

            --b
            Content-Type: message/rfc822

            Message-ID: <17@example.com>

            --b--
            """;
        // When
        DeliveryReport report = read(mail);
        // Then
        assertThat(report.about()).isEqualTo(About.COMPLAINT);
        assertThat(report.bounces()).extracting(Bounce::recipient).containsExactly("bob@example.net");
        assertThat(report.originalMessageId()).isEqualTo("17@example.com");
    }

    @ParameterizedTest
    @CsvSource({"@", "a@b.c ", "<a@b.c>: ", ">", "in reply to ", ">>> data ", "\"@", "'@'", "could not be delivere"})
    void hostileNoticesTakeNoTime(String repeated) throws IOException {
        // Given
        String mail = DAEMON + "\ncould not be delivered:\n\n" + repeated.repeat(400_000 / repeated.length()) + "\n";
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        // When
        DeliveryReport report = read(mail);
        // Then
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        assertThat(report.bounces().size()).isLessThanOrEqualTo(500);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aThousandRecipientsInOneReportTakeNoTime() throws IOException {
        // Given
        StringBuilder mail = new StringBuilder(DAEMON);
        mail.append("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n")
                .append("could not be delivered ".repeat(2_000))
                .append("\n--b\nContent-Type: message/delivery-status\n\n");
        for (int i = 0; i < 2_000; i++) {
            mail.append("Final-Recipient: rfc822;u").append(i).append("@x.yz\nAction: failed\n\n");
        }
        mail.append("--b--\n");
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        // When
        DeliveryReport report = read(mail.toString());
        // Then
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        assertThat(report.bounces()).hasSizeBetween(900, 1_000);
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    private DeliveryReport read(String mail) throws IOException {
        byte[] raw = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return reader.read(new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard()));
    }
}
