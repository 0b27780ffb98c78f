package dev.waybill.consumer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.ledger.Mails;
import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.consumer.ledger.Recorded;
import dev.waybill.consumer.retention.Erasure.Erased;
import dev.waybill.consumer.retention.Erasure.Person;
import dev.waybill.consumer.retention.Erasure.Place;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresErasureTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Person ANN = new Person("default", "ann@example.org");

    private static final String OPENS = """
        From: Ann Smith <Ann@Example.org>
        To: help@example.com
        Message-ID: <opens.ann@example.org>
        Subject: About Ann
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        My name is Ann Smith.
        --b
        Content-Type: image/png; name=ann.png
        Content-Disposition: attachment; filename=ann.png
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        --b--
        """;
    private static final String ANSWERED = """
        From: Bob <bob@example.net>
        To: help@example.com
        Cc: Ann Smith <ann@example.org>
        Message-ID: <answered@example.net>
        In-Reply-To: <opens.ann@example.org>
        Subject: Re: About Ann

        Ann Smith wrote nonsense.
        """;
    private static final String BOBS = """
        From: Bob <bob@example.net>
        To: help@example.com, Ann Smith <ANN@example.org>
        Message-ID: <bobs@example.net>
        Subject: Mine

        This one is mine.
        """;
    private static final String JOINS = """
        From: Ann Smith <ann@example.org>
        To: help@example.com
        Message-ID: <joins.ann@example.org>
        In-Reply-To: <bobs@example.net>
        Subject: Re: Mine

        Signed, Ann Smith.
        """;
    private static final String LATE = """
        From: bob@example.net
        Message-ID: <late@example.net>
        In-Reply-To: <opens.ann@example.org>

        Late.
        """;
    private static final String BOUNCE = """
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

        Final-Recipient: rfc822; ann@example.org
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no ann@example.org here
        --r--
        """;
    /** All that the tables hold, but hashes, as one text. */
    private static final String EVERYTHING = """
        select lower(concat(
          (select string_agg(t::text, ' ') from ticket t), (select string_agg(to_jsonb(c)::text, ' ') from comment c),
          (select string_agg(a::text, ' ') from attachment a), (select string_agg(m::text, ' ') from email_processed_messages m),
          (select string_agg(k::text, ' ') from thread_key k), (select string_agg(o::text, ' ') from outbox o),
          (select string_agg(b::text, ' ') from contact b)))
        """;

    private static ConsumerDatabase database;

    private final PostgresLedger ledger = new PostgresLedger(database.database());
    private final Erasure erasure = new PostgresErasure(database.database());

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void fill() {
        database.forgetMails();
        int uid = 0;
        for (String mail : new String[] {OPENS, ANSWERED, BOBS, JOINS, BOUNCE}) {
            ledger.record(Mails.read(++uid, mail, NOON));
        }
        assertThat(database.one("select count(*) from ticket")).isEqualTo("2");
        assertThat(database.one(EVERYTHING)).contains("ann smith", "ann@example.org", "ann.png");
    }

    @Test
    void nothingTellsOfThePersonAnyMore() {
        // When
        Erased erased = erase(ANN, false);

        // Then
        assertThat(erased).isEqualTo(new Erased(1, 3, 1, 1, 4, 1, 1));
        assertThat(database.one(EVERYTHING)).doesNotContain("ann");
        assertThat(database.rows("select subject, requester_address from ticket order by id"))
                .containsExactly("[erased]|", "Mine|bob@example.net");
        assertThat(database.rows("select text, participants -> 1 ->> 'role' from comment order by id"))
                .containsExactly("[erased]|null", "[erased]|null", "This one is mine.\n|to", "[erased]|null");
        assertThat(database.one("select count(*) from email_processed_messages where original_gone_at is null"))
                .isEqualTo("0");
    }

    @Test
    void noMailComesBack() {
        // When
        erase(ANN, false);

        // Then
        assertThat(ledger.record(Mails.read(1, OPENS, NOON))).isInstanceOf(Recorded.AlreadyKnown.class);
        assertThat(ledger.record(Mails.in("INBOX", 8, 1, OPENS.replace("\n", "\r\n"))))
                .as("under a new UIDVALIDITY")
                .isInstanceOf(Recorded.SameContent.class);
        assertThat(database.one(EVERYTHING)).doesNotContain("ann smith");
    }

    @Test
    void aReplyStillFindsItsTicket() {
        // Given
        erase(ANN, false);

        // When
        Recorded reply = ledger.record(Mails.read(9, LATE, NOON));

        // Then
        assertThat(reply).isInstanceOf(Recorded.Joined.class);
    }

    @Test
    void onceMoreThereIsNothingLeftToErase() {
        // Given
        erase(ANN, false);

        // When
        Erased again = erase(ANN, false);

        // Then
        assertThat(again).isEqualTo(Erased.NOTHING);
    }

    @Test
    void aDryRunCountsTheSameAndChangesNothing() {
        // Given
        String before = database.one(EVERYTHING);

        // When
        Erased would = erase(ANN, true);

        // Then
        assertThat(database.one(EVERYTHING)).isEqualTo(before);
        assertThat(would).isEqualTo(new Erased(1, 3, 1, 1, 4, 1, 1));
    }

    @Test
    void anotherTenantAndAnotherAddressAreLeftAlone() {
        // Given
        String before = database.one(EVERYTHING);

        // When
        Erased other = erase(new Person("other", "ann@example.org"), false);
        Erased nobody = erase(new Person("default", "joann@example.org"), false);

        // Then
        assertThat(other).isEqualTo(Erased.NOTHING);
        assertThat(nobody).isEqualTo(Erased.NOTHING);
        assertThat(database.one(EVERYTHING)).isEqualTo(before);
    }

    @Test
    void placesReadAsTheyAreWritten() {
        assertThat(Place.parse(new Place.Ledger("6d1f9a52", "imap:INBOX:7:1").text()))
                .contains(new Place.Ledger("6d1f9a52", "imap:INBOX:7:1"));
        assertThat(Place.parse(Place.start().text())).contains(Place.start());
        assertThat(Place.parse("comments:x")).isEmpty();
        assertThat(Place.parse("elsewhere:1")).isEmpty();
    }

    private Erased erase(Person person, boolean dryRun) {
        Erased all = Erased.NOTHING;
        Optional<Place> from = Optional.of(Place.start());
        while (from.isPresent()) {
            Erasure.Step step = erasure.step(person, from.get(), dryRun);
            all = all.plus(step.erased());
            from = step.next();
        }
        return all;
    }
}
