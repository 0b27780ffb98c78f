package dev.waybill.consumer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.blob.BlobSweeper;
import dev.waybill.consumer.blob.PostgresBlobReferences;
import dev.waybill.consumer.blob.PostgresBlobStore;
import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.ledger.Mails;
import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.consumer.ledger.Recorded;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static ConsumerDatabase database;

    private final PostgresLedger ledger = new PostgresLedger(database.database());
    private final PostgresBlobStore blobs = new PostgresBlobStore(database.database());
    private final PostgresLedgerAging aging = new PostgresLedgerAging(database.database());

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.forgetMails();
        database.run("truncate retention_mark");
    }

    @Test
    void oldOriginalsGoAndTheirMailsStayKnown() throws Exception {
        // Given
        take(1, "old");
        take(2, "new");
        old(1);

        // When
        retain(RetentionRule.ORIGINALS);
        database.run("update blob set created_at = created_at - interval '2 days'");
        new BlobSweeper(blobs, new PostgresBlobReferences(database.database()), Duration.ofDays(1)).sweep();

        // Then
        assertThat(database.one("select count(*) from blob")).isEqualTo("1");
        assertThat(blobs.open(Mails.read(2, mail("new"), NOON).raw().hash())).isPresent();
        assertThat(database.one("select count(*) from comment")).isEqualTo("2");
        assertThat(ledger.record(Mails.read(1, mail("old"), NOON))).isInstanceOf(Recorded.AlreadyKnown.class);
        assertThat(ledger.record(Mails.in("Moved", 9, 1, mail("old").replace("\n", "\r\n"))))
                .as("the hash still tells a mail that comes again elsewhere")
                .isInstanceOf(Recorded.SameContent.class);
    }

    @Test
    void anOriginalThatIsStoredAgainIsKeptForTheNewMail() throws Exception {
        // Given
        take(1, "twice");
        old(1);
        retain(RetentionRule.ORIGINALS);

        // When
        database.run("truncate ticket, comment, attachment, thread_key");
        database.run("update email_processed_messages set outcome = 'dead'");
        take(1, "twice");

        // Then
        assertThat(database.one("select original_gone_at is null from email_processed_messages"))
                .isEqualTo("t");
    }

    @Test
    void oldDetailsGoAndKeyAndOutcomeStay() throws Exception {
        // Given
        take(1, "old");
        take(2, "new");
        take(3, "dead");
        old(1);
        old(3);
        database.run("update email_processed_messages set outcome = 'dead' where message_key like '%:3:INBOX'");

        // When
        retain(RetentionRule.DETAILS);

        // Then
        assertThat(database.rows("select outcome, effect, rfc_message_id, decision = '{}' from email_processed_messages"
                        + " order by message_key"))
                .containsExactly(
                        "processed|ticket|null|t",
                        "processed|ticket|new@example.org|f",
                        "dead|ticket|dead@example.org|f");
        assertThat(ledger.record(Mails.read(1, mail("old"), NOON))).isInstanceOf(Recorded.AlreadyKnown.class);
    }

    @Test
    void aPassGoesOnWhereTheLastOneEndedAlsoOverManyRows() {
        // Given
        database.run("""
            insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, pointer_id, trace_id, processed_at)
            select '6d1f9a52-7c0e-4c3b-9a55-0d5f3a6b9d11', 'k' || i, 'default', 'imap', 'processed', 'p' || i, 't',
                   now() - interval '60 days' + i * interval '1 second'
              from generate_series(1, 2500) i
            """);

        // When
        LedgerAging.Batch first = aging.next(RetentionRule.DETAILS, MONTH);
        LedgerAging.Batch second = aging.next(RetentionRule.DETAILS, MONTH);
        LedgerAging.Batch third = aging.next(RetentionRule.DETAILS, MONTH);
        LedgerAging.Batch fourth = aging.next(RetentionRule.DETAILS, MONTH);

        // Then
        assertThat(first).isEqualTo(new LedgerAging.Batch(1_000, true));
        assertThat(second).isEqualTo(new LedgerAging.Batch(1_000, true));
        assertThat(third).isEqualTo(new LedgerAging.Batch(500, false));
        assertThat(fourth).isEqualTo(new LedgerAging.Batch(0, false));
        assertThat(database.one("select count(*) from email_processed_messages where trace_id <> ''"))
                .isEqualTo("0");
    }

    @Test
    void whileAnotherConsumerIsAtItNothingIsLeftToDo() throws Exception {
        // Given
        take(1, "old");
        old(1);
        aging.next(RetentionRule.ORIGINALS, Duration.ofDays(900));
        try (Connection other = database.source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from retention_mark for update");

            // When
            LedgerAging.Batch batch = aging.next(RetentionRule.ORIGINALS, MONTH);

            // Then
            assertThat(batch).isEqualTo(new LedgerAging.Batch(0, false));
        }
        assertThat(aging.next(RetentionRule.ORIGINALS, MONTH)).isEqualTo(new LedgerAging.Batch(1, false));
    }

    private void retain(RetentionRule rule) {
        new Retention(Map.of(rule, MONTH), aging, Duration.ofHours(1)).run();
    }

    private void take(long uid, String name) throws Exception {
        blobs.put(mail(name).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        ledger.record(Mails.read(uid, mail(name), NOON));
    }

    private static String mail(String name) {
        return "From: Ann <ann@example.org>\nMessage-ID: <" + name + "@example.org>\nSubject: " + name + "\n\n" + name
                + "\n";
    }

    private static void old(long uid) {
        database.run("update email_processed_messages set processed_at = now() - interval '40 days'"
                + " where message_key = 'imap:7:" + uid + ":INBOX'");
    }
}
