package dev.waybill.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.Await;
import dev.waybill.consumer.blob.BlobRows;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobSweeper;
import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.consumer.blob.PostgresBlobReferences;
import dev.waybill.consumer.blob.PostgresBlobStore;
import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.database.DatabaseRefusedException;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ticket.Course;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes of a small mail and its row come together, whatever the row is, or neither comes. */
class OriginalsTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final String QUESTION =
            "From: ann@example.com\nSubject: One\nMessage-ID: <one@example.com>\n\nHello\n";

    private static ConsumerDatabase database;
    private final BlobStore blobs = new PostgresBlobStore(database.database());
    private final ProcessedLedger ledger = new PostgresLedger(database.database());

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.forgetMails();
    }

    /** As the consumer hands it over: not stored yet. */
    private ProcessedMail mail(long uid, String source) throws IOException {
        return enclosed(Mails.read(uid, source, NOON), source);
    }

    private ProcessedMail enclosed(ProcessedMail read, String source) throws IOException {
        return new ProcessedMail(
                read.passage(),
                blobs.enclose(bytes(source)),
                read.parsed(),
                read.reading(),
                read.course(),
                read.receivedAt(),
                read.resolvedAt());
    }

    private static byte[] bytes(String source) {
        return source.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private String kept(String source) throws IOException {
        try (InputStream content = blobs.open(ContentHash.of(bytes(source))).orElseThrow()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }

    private static String counts() {
        return database.one(
                "select (select count(*) from email_processed_messages) || ' rows, ' || (select count(*) from ticket)"
                        + " || ' tickets, ' || (select count(*) from comment) || ' comments, ' || (select count(*) from"
                        + " blob) || ' blobs, ' || (select count(*) from blob_chunk) || ' chunks'");
    }

    @Test
    void anOriginalIsThereWithItsRowAndNotBefore() throws Exception {
        // Given
        ProcessedMail mail = mail(1, QUESTION);
        String before = counts();

        // When
        ledger.record(mail);

        // Then
        assertThat(before).isEqualTo("0 rows, 0 tickets, 0 comments, 0 blobs, 0 chunks");
        assertThat(counts()).isEqualTo("1 rows, 1 tickets, 1 comments, 1 blobs, 1 chunks");
        assertThat(kept(QUESTION)).isEqualTo(QUESTION);
    }

    @Test
    void aMailThatIsLeftAloneOrToldOfKeepsItsOriginalToo() throws Exception {
        // Given
        String loop = QUESTION + "in a loop\n";
        String absent = "From: ann@example.com\nAuto-Submitted: auto-replied\nSubject: Away\n\nI am away\n";
        ProcessedMail read = Mails.read(1, loop, NOON);

        // When
        Recorded skipped = ledger.record(new ProcessedMail(
                read.passage(),
                blobs.enclose(bytes(loop)),
                read.parsed(),
                read.reading(),
                new Course.Skip("loop"),
                NOON,
                NOON));
        Recorded noted = ledger.record(mail(2, absent));

        // Then
        assertThat(skipped).isEqualTo(new Recorded.Skipped("loop"));
        assertThat(noted).isEqualTo(new Recorded.Noted("none"));
        assertThat(counts()).isEqualTo("2 rows, 0 tickets, 0 comments, 2 blobs, 2 chunks");
        assertThat(kept(loop)).isEqualTo(loop);
        assertThat(kept(absent)).isEqualTo(absent);
    }

    @Test
    void theSameBytesOfTwoMailsAreKeptOnce() throws Exception {
        // Given
        ledger.record(mail(1, QUESTION));

        // When
        ProcessedMail other = Mails.in("Archive", 9, 4, QUESTION.replace("\n", "\r\n"));
        Recorded again = ledger.record(enclosed(other, QUESTION));

        // Then
        assertThat(again).isEqualTo(new Recorded.SameContent());
        assertThat(counts()).isEqualTo("2 rows, 1 tickets, 1 comments, 1 blobs, 1 chunks");
        assertThat(kept(QUESTION)).isEqualTo(QUESTION);
    }

    @Test
    void whatIsKnownLeavesNoOriginal() throws Exception {
        // Given
        ledger.skip(Mails.passage("INBOX", 7, 1), "dropped", Map.of());

        // When
        Recorded recorded = ledger.record(mail(1, QUESTION));

        // Then
        assertThat(recorded).isEqualTo(new Recorded.AlreadyKnown());
        assertThat(counts()).isEqualTo("1 rows, 0 tickets, 0 comments, 0 blobs, 0 chunks");
    }

    @Test
    void aFailureBehindTheOriginalTakesItAlong() throws Exception {
        // Given
        database.run("alter table outbox add constraint refused check (tenant = '')");
        ProcessedMail mail = mail(1, QUESTION);

        // When
        assertThatThrownBy(() -> ledger.record(mail)).isInstanceOf(DatabaseRefusedException.class);
        String failed = counts();
        database.run("alter table outbox drop constraint refused");
        ledger.record(mail);

        // Then
        assertThat(failed).isEqualTo("0 rows, 0 tickets, 0 comments, 0 blobs, 0 chunks");
        assertThat(counts()).isEqualTo("1 rows, 1 tickets, 1 comments, 1 blobs, 1 chunks");
    }

    /** A row that is written without our locks, by a skip or by a person, is not seen before; the key decides, and undoes everything. */
    @Test
    void aRowThatWasFirstUndoesTicketAndOriginal() throws Exception {
        // Given
        ProcessedMail mail = mail(1, QUESTION);
        Future<Recorded> recorded;
        try (Connection first = database.source().getConnection();
                ExecutorService second = Executors.newSingleThreadExecutor()) {
            first.setAutoCommit(false);
            LedgerRow.skipped(mail.passage(), "dropped", Map.of()).write(first);
            recorded = second.submit(() -> ledger.record(mail));
            Await.until("the second waits for the first", OriginalsTest::someoneWaits);

            // When
            first.commit();
        }

        // Then
        assertThat(recorded.get()).isEqualTo(new Recorded.AlreadyKnown());
        assertThat(counts()).isEqualTo("1 rows, 0 tickets, 0 comments, 0 blobs, 0 chunks");
        assertThat(database.one("select reason from email_processed_messages")).isEqualTo("dropped");
    }

    @Test
    void aConnectionThatEndsInTheMiddleLeavesNothing() throws Exception {
        // Given
        ProcessedMail mail = mail(1, QUESTION);
        database.run("create function die() returns trigger language plpgsql as"
                + " $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$");
        database.run("create trigger die before insert on outbox for each row execute function die()");

        // When
        assertThatThrownBy(() -> ledger.record(mail)).isInstanceOf(DatabaseUnavailableException.class);
        database.run("drop function die cascade");

        // Then
        assertThat(counts()).isEqualTo("0 rows, 0 tickets, 0 comments, 0 blobs, 0 chunks");
        assertThat(ledger.record(mail)).isInstanceOf(Recorded.Opened.class);
        assertThat(kept(QUESTION)).isEqualTo(QUESTION);
    }

    @Test
    void aSweepBetweenOriginalAndCommitWaitsAndLeavesIt() throws Exception {
        // Given
        blobs.put(bytes(QUESTION));
        database.run("update blob set created_at = created_at - interval '2 days'");
        ProcessedMail mail = mail(1, QUESTION);
        BlobSweeper sweeper =
                new BlobSweeper(blobs, new PostgresBlobReferences(database.database()), Duration.ofDays(1));
        Future<Integer> swept;
        try (Connection recording = database.source().getConnection();
                ExecutorService second = Executors.newSingleThreadExecutor()) {
            recording.setAutoCommit(false);
            BlobRows.store(recording, mail.original());
            swept = second.submit(sweeper::sweep);
            Await.until("the sweep waits", OriginalsTest::someoneWaits);

            // When
            LedgerRow.skipped(mail.passage(), "loop", Map.of()).withRaw(mail).write(recording);
            recording.commit();
        }

        // Then
        assertThat(swept.get()).isZero();
        assertThat(kept(QUESTION)).isEqualTo(QUESTION);
    }

    private static boolean someoneWaits() {
        return database.one("select count(*) from pg_locks where not granted and locktype = 'transactionid' and pid in"
                        + " (select pid from pg_stat_activity where datname = current_database())")
                .equals("1");
    }
}
