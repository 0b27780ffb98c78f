package dev.waybill.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What mails lead to that are no conversation: reports, automatic answers, loops; and which contacts they flag. */
class ReportEffectsTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final String HUMAN =
            "From: Gone <Gone@example.net>\nSubject: I am back\nMessage-ID: <back@example.net>\n\nHello\n";

    private static ConsumerDatabase database;
    private final ProcessedLedger ledger = new PostgresLedger(database.database());
    private long uid;

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.forgetMails();
    }

    private Recorded take(String mail, Instant receivedAt) {
        return ledger.record(Mails.read(++uid, mail, receivedAt));
    }

    private static String bounce(String action, String status, String diagnostic) {
        return """
            From: MAILER-DAEMON@mx.example.com
            Return-Path: <>
            Subject: Delivery report
            Message-ID: <report@mx.example.com>
            Content-Type: multipart/report; report-type=delivery-status; boundary=r

            --r

            About your mail.
            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com

            Final-Recipient: rfc822; Gone@Example.net
            Action: %s
            Status: %s
            Diagnostic-Code: smtp; %s
            --r
            Content-Type: text/rfc822-headers

            Message-ID: <question@example.com>
            --r--
            """.formatted(action, status, diagnostic);
    }

    private static final String GONE = bounce("failed", "5.1.1", "550 5.1.1 user unknown");

    private static String rows() {
        return String.join(
                ";",
                database.rows("select outcome, reason, effect from email_processed_messages order by message_key"));
    }

    private static String bouncing() {
        return String.join(";", database.rows("select address, reason from contact where bouncing_since is not null"));
    }

    @Test
    void bounceOpensNoTicketAndFlagsItsRecipient() {
        // When
        Recorded recorded = take(GONE, NOON);
        // Then
        assertThat(recorded).isEqualTo(new Recorded.Noted("bounce"));
        assertThat(rows()).isEqualTo("processed|user_unknown|bounce");
        assertThat(database.one("select count(*) from ticket")).isEqualTo("0");
        assertThat(database.rows("select tenant, address, reason, status, diagnostic from contact"))
                .singleElement()
                .asString()
                .startsWith("default|gone@example.net|user_unknown|5.1.1|");
        assertThat(database.one("select decision->'recipients'->0->>'address' from email_processed_messages"))
                .isEqualToIgnoringCase("gone@example.net");
        assertThat(database.one("select raw_sha256 is not null from email_processed_messages"))
                .isEqualTo("t");
    }

    @Test
    void bounceIsToldAtTheTicketOfTheMailThatItIsAbout() {
        // Given
        Recorded.Opened opened =
                (Recorded.Opened) take("From: a@example.org\nMessage-ID: <question@example.com>\n\nHello\n", NOON);
        // When
        take(GONE, NOON);
        // Then
        assertThat(database.rows("select ticket_id, comment_id from email_processed_messages where effect = 'bounce'"))
                .containsExactly(opened.ticket() + "|null");
        assertThat(database.one("select count(*) from comment")).isEqualTo("1");
    }

    @Test
    void temporaryFailureFlagsNobody() {
        // When
        take(bounce("delayed", "4.4.1", "connection timed out"), NOON);
        take(bounce("failed", "5.2.2", "552 5.2.2 mailbox full"), NOON);
        // Then
        assertThat(rows()).isEqualTo("processed|delivery_status|none;processed|mailbox_full|bounce");
        assertThat(bouncing()).isEmpty();
    }

    @Test
    void laterMailOfAPersonClearsTheFlagAndAnEarlierOneDoesNot() {
        // Given
        take(GONE, NOON);
        // When
        take(HUMAN.replace("back@", "before@"), NOON.minusSeconds(60));
        String afterEarlier = bouncing();
        take("Auto-Submitted: auto-replied\n" + HUMAN.replace("back@", "robot@"), NOON.plusSeconds(30));
        String afterRobot = bouncing();
        take(HUMAN, NOON.plusSeconds(60));
        // Then
        assertThat(afterEarlier).isEqualTo("gone@example.net|user_unknown");
        assertThat(afterRobot).isEqualTo("gone@example.net|user_unknown");
        assertThat(bouncing()).isEmpty();
        assertThat(database.one("select cleared_by from contact")).isEqualTo("mail");
    }

    @Test
    void failureFromBeforeTheFlagWasClearedDoesNotSetItAgain() {
        // Given
        take(GONE, NOON);
        take(HUMAN, NOON.plusSeconds(60));
        // When
        take(GONE.replace("About", "Old news about"), NOON.plusSeconds(30));
        String afterOld = bouncing();
        take(GONE.replace("About", "News about"), NOON.plusSeconds(90));
        // Then
        assertThat(afterOld).isEmpty();
        assertThat(bouncing()).isEqualTo("gone@example.net|user_unknown");
    }

    @Test
    void automaticAnswerIsACommentOrNothing() {
        // Given
        take("From: a@example.org\nMessage-ID: <question@example.com>\n\nHello\n", NOON);
        String away =
                "Auto-Submitted: auto-replied\nFrom: b@example.org\nSubject: Away\nMessage-ID: <away@example.org>\n";
        // When
        Recorded lone = take(away + "\nI am away.\n", NOON);
        Recorded known =
                take(away.replace("away@", "away2@") + "In-Reply-To: <question@example.com>\n\nI am away.\n", NOON);
        // Then
        assertThat(lone).isEqualTo(new Recorded.Noted("none"));
        assertThat(known).isInstanceOf(Recorded.Joined.class);
        assertThat(rows()).isEqualTo("processed||ticket;processed|auto_reply|none;processed||comment");
        assertThat(database.rows("select automatic from comment order by id")).containsExactly("f", "t");
    }

    @Test
    void loopsAndOurOwnAnswersAreSkipped() {
        // Given
        String circles = "Received: from a by b; Sun, 1 Nov 2026 12:00:00 +0000\n".repeat(60);
        // When
        Recorded loop = take(circles + "From: a@example.org\nSubject: round\n\nx\n", NOON);
        Recorded own = take("Auto-Submitted: auto-replied\nFrom: Help <HELP@example.com>\n\nx\n", NOON);
        Recorded person = take("From: Help <help@example.com>\nSubject: to myself\n\nx\n", NOON);
        // Then
        assertThat(loop).isEqualTo(new Recorded.Skipped("loop"));
        assertThat(own).isEqualTo(new Recorded.Skipped("own_message"));
        assertThat(person).isInstanceOf(Recorded.Opened.class);
        assertThat(database.one("select count(raw_sha256) from email_processed_messages where outcome = 'skipped'"))
                .isEqualTo("2");
    }

    @Test
    void replyIsKeptInItsThreeParts() {
        // When
        take("From: a@example.org\nSubject: Re: x\n\nYes.\n\n> Is it?\n\n-- \nAnn\n", NOON);
        // Then
        assertThat(database.rows("select visible, quoted, signature from comment"))
                .containsExactly("Yes.|> Is it?|-- \nAnn");
    }
}
