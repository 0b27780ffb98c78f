package dev.waybill.consumer.ledger;

import static dev.waybill.consumer.ledger.Mails.MAILBOX;
import static dev.waybill.consumer.ledger.Mails.at;
import static dev.waybill.consumer.ledger.Mails.mail;
import static dev.waybill.consumer.ledger.Mails.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.message.ParsedMail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresLedgerTest {
    private static ConsumerDatabase database;
    private final ProcessedLedger ledger = new PostgresLedger(database.database());

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.forgetMails();
    }

    @Test
    void aMailOpensATicketWithAllItsRows() {
        // Given
        ParsedMail.Attachment file = new ParsedMail.Attachment(
                "plan.pdf", "application/pdf", 3, ContentHash.of(new byte[3]).hex(), false, null);
        ParsedMail parsed = Mails.mail("Printer", "m1", List.of(), List.of("older"), List.of(file));

        // When
        Recorded recorded = ledger.record(at(1, "raw 1", parsed));

        // Then
        assertThat(recorded).isInstanceOf(Recorded.Opened.class);
        assertThat(database.rows("select subject, requester_name, requester_address, status from ticket"))
                .containsExactly("Printer|Ann|ann@example.com|open");
        assertThat(database.rows("select opening, text, html, participants->1->>'address' from comment"))
                .containsExactly("t|Hello|null|help@example.com");
        assertThat(database.rows("select position, name, size, inline from attachment"))
                .containsExactly("1|plan.pdf|3|f");
        assertThat(database.rows("select message_id, received from thread_key order by message_id"))
                .containsExactly("m1|t", "older|f");
        assertThat(database.rows("select event, payload->>'messageKey' from outbox"))
                .containsExactly("ticket.created|imap:7:1:INBOX");
        assertThat(database.rows("select outcome, effect, fence, rfc_message_id, size, decision->>'because',"
                        + " ticket_id = (select id from ticket), comment_id = (select id from comment)"
                        + " from email_processed_messages"))
                .containsExactly("processed|ticket|17|m1|5|references_unknown|t|t");
    }

    @Test
    void aReplyBecomesACommentAndSaysWhy() {
        // Given
        ledger.record(at(1, "raw 1", mail("m1", List.of(), List.of())));

        // When
        Recorded recorded = ledger.record(at(2, "raw 2", mail("m2", List.of("m1"), List.of("m1"))));

        // Then
        assertThat(recorded).isInstanceOf(Recorded.Joined.class);
        assertThat(database.one("select count(*) from ticket")).isEqualTo("1");
        assertThat(database.rows("select event from outbox order by id"))
                .containsExactly("ticket.created", "comment.created");
        assertThat(database.one("select decision->>'because' || ' ' || (decision->>'matched')"
                        + " from email_processed_messages where effect = 'comment'"))
                .isEqualTo("in_reply_to m1");
    }

    @Test
    void theSameMailHasEffectsOnce() {
        // Given
        ledger.record(at(1, "raw 1", mail("m1", List.of(), List.of())));

        // When
        Recorded again = ledger.record(at(1, "raw 1", mail("m1", List.of(), List.of())));

        // Then
        assertThat(again).isEqualTo(new Recorded.AlreadyKnown());
        assertThat(counts()).isEqualTo("1 tickets, 1 comments, 1 rows, 1 events");
    }

    @Test
    void theSameMailAtOnceHasEffectsOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            // Given
            empty();
            boolean sameBytes = round % 2 == 0;

            // When
            List<Recorded> recorded = together(
                    6,
                    i -> ledger.record(at(
                            1, sameBytes ? "raw" : "raw as sent for the time " + i, mail(null, List.of(), List.of()))));

            // Then
            assertThat(recorded).filteredOn(Recorded.Opened.class::isInstance).hasSize(1);
            assertThat(recorded)
                    .filteredOn(Recorded.AlreadyKnown.class::isInstance)
                    .hasSize(5);
            assertThat(counts()).isEqualTo("1 tickets, 1 comments, 1 rows, 1 events");
        }
    }

    @Test
    void aReplyAndItsParentAtOnceMeetOnOneTicket() throws Exception {
        for (int round = 0; round < 50; round++) {
            // Given
            empty();
            ProcessedMail parent = at(1, "parent", mail("m1", List.of(), List.of()));
            ProcessedMail reply = at(2, "reply", mail("m2", List.of("m1"), List.of("m0", "m1")));
            List<ProcessedMail> order = round % 2 == 0 ? List.of(parent, reply) : List.of(reply, parent);

            // When
            List<Recorded> recorded = together(2, i -> ledger.record(order.get(i)));

            // Then
            assertThat(recorded).hasSize(2);
            assertThat(counts()).isEqualTo("1 tickets, 2 comments, 2 rows, 2 events");
        }
    }

    @Test
    void aParentThatComesLateJoinsTheTicketThatItsReplyOpened() {
        // Given
        ledger.record(at(2, "reply", mail("m2", List.of("m1"), List.of())));

        // When
        Recorded late = ledger.record(at(1, "parent", mail("m1", List.of(), List.of())));
        Recorded sibling = ledger.record(at(3, "sibling", mail("m3", List.of("m1"), List.of())));

        // Then
        assertThat(late).isInstanceOf(Recorded.Joined.class);
        assertThat(sibling).isInstanceOf(Recorded.Joined.class);
        assertThat(database.rows("select message_id, received from thread_key order by message_id"))
                .containsExactly("m1|t", "m2|t", "m3|t");
    }

    @Test
    void aMessageIdThatAnotherMailBoreOpensATicketOfItsOwn() {
        // Given
        ledger.record(at(1, "first", mail("reused", List.of(), List.of())));

        // When
        Recorded second = ledger.record(at(2, "second", mail("reused", List.of(), List.of())));
        Recorded reply = ledger.record(at(3, "reply", mail("m3", List.of("reused"), List.of())));

        // Then
        assertThat(second).isInstanceOf(Recorded.Opened.class);
        assertThat(database.one("select decision->>'because' from email_processed_messages where message_key ="
                        + " 'imap:7:2:INBOX'"))
                .isEqualTo("message_id_reused");
        long first = Long.parseLong(database.one("select min(id) from ticket"));
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Recorded.Joined.class, j -> assertThat(j.ticket()).isEqualTo(first));
    }

    @Test
    void threadsDoNotReachIntoAnotherMailbox() {
        // Given
        ledger.record(at(1, "first", mail("m1", List.of(), List.of())));
        Passage here = passage("INBOX", 7, 2);
        Passage elsewhere = new Passage(
                java.util.UUID.randomUUID(), "default", here.key(), here.pointer(), 0, 0, 1, 1, Instant.EPOCH, "");

        // When
        Recorded reply = ledger.record(at(elsewhere, "reply", mail("m2", List.of("m1"), List.of())));

        // Then
        assertThat(reply).isInstanceOf(Recorded.Opened.class);
    }

    @Test
    void theSameBytesInAnotherFolderOrUnderAnotherUidvalidityAreSkipped() {
        // Given
        ParsedMail parsed = mail("m1", List.of(), List.of());
        ledger.record(at(passage("INBOX", 7, 1), "bytes", parsed));

        // When
        Recorded sentTwice = ledger.record(at(passage("INBOX", 7, 2), "bytes", parsed));
        Recorded moved = ledger.record(at(passage("Archive", 3, 1), "bytes", parsed));
        Recorded renumbered = ledger.record(at(passage("INBOX", 8, 1), "bytes", parsed));

        // Then
        assertThat(moved).isEqualTo(new Recorded.SameContent());
        assertThat(renumbered).isEqualTo(new Recorded.SameContent());
        assertThat(sentTwice).isInstanceOf(Recorded.Opened.class);
        assertThat(database.rows("select reason from email_processed_messages where outcome = 'skipped'"))
                .containsExactly("duplicate_content", "duplicate_content");
    }

    @Test
    void theSameBytesFromTwoFoldersAtOnceHaveEffectsOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            // Given
            empty();

            // When
            together(
                    2, i -> ledger.record(at(passage("Folder " + i, 7, 1), "bytes", mail(null, List.of(), List.of()))));

            // Then
            assertThat(counts()).isEqualTo("1 tickets, 1 comments, 2 rows, 1 events");
        }
    }

    @Test
    void successOverwritesADeadRow() {
        // Given
        database.run("insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, reason,"
                + " pointer_id) values ('" + MAILBOX
                + "', 'imap:7:1:INBOX', 'default', 'imap', 'dead', 'processing_failed', 'x')");
        ProcessedLedger.Key key = new ProcessedLedger.Key(MAILBOX, "imap:7:1:INBOX");
        assertThat(ledger.known(List.of(key))).isEmpty();

        // When
        Recorded recorded = ledger.record(at(1, "raw", mail("m1", List.of(), List.of())));

        // Then
        assertThat(recorded).isInstanceOf(Recorded.Opened.class);
        assertThat(ledger.known(List.of(key))).containsExactly(key);
        assertThat(database.rows("select outcome, reason from email_processed_messages"))
                .containsExactly("processed|");
    }

    @Test
    void aSkipIsWrittenOnceAndNeverOverAProcessedMail() {
        // Given
        ledger.record(at(1, "raw", mail("m1", List.of(), List.of())));

        // When
        boolean processed = ledger.skip(passage("INBOX", 7, 1), "too_large", Map.of());
        boolean fresh = ledger.skip(passage("INBOX", 7, 2), "too_large", Map.of("announced", "200"));
        boolean again = ledger.skip(passage("INBOX", 7, 2), "message_not_found", Map.of());

        // Then
        assertThat(processed).isFalse();
        assertThat(fresh).isTrue();
        assertThat(again).isFalse();
        assertThat(database.rows(
                        "select message_key, outcome, reason, decision->>'announced' from email_processed_messages"
                                + " order by message_key"))
                .containsExactly("imap:7:1:INBOX|processed||null", "imap:7:2:INBOX|skipped|too_large|200");
    }

    @Test
    void onlySettledMailsAreKnown() {
        // Given
        ledger.record(at(1, "raw", mail("m1", List.of(), List.of())));
        ledger.skip(passage("INBOX", 7, 2), "too_large", Map.of());
        ProcessedLedger.Key one = new ProcessedLedger.Key(MAILBOX, "imap:7:1:INBOX");
        ProcessedLedger.Key two = new ProcessedLedger.Key(MAILBOX, "imap:7:2:INBOX");
        ProcessedLedger.Key three = new ProcessedLedger.Key(MAILBOX, "imap:7:3:INBOX");

        // When
        Set<ProcessedLedger.Key> known = ledger.known(List.of(one, two, three));

        // Then
        assertThat(known).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void whatPostgresCannotKeepIsCleanedAndNothingIsRefused() {
        // Given
        ParsedMail.Address odd = new ParsedMail.Address("A\0nn", "\uD800@example.com");
        ParsedMail strange = new ParsedMail(
                List.of(),
                List.of(),
                odd,
                List.of(),
                List.of(odd),
                List.of(),
                "S\0" + "x".repeat(100_000),
                Instant.MAX,
                "id\0" + "y".repeat(300_000),
                List.of("p\0"),
                List.of(),
                "a\0b",
                "<p>\0</p>",
                false,
                List.of(new ParsedMail.Attachment(
                        "n\0", "t/\0", 0, ContentHash.of(new byte[0]).hex(), true, "\0")),
                List.of(new ParsedMail.Report("t/\0", "r\0")),
                List.of("w\0"));

        // When
        Recorded recorded = ledger.record(Mails.at(
                passage("F\u00fcr \uD83D\uDE00", 7, 1),
                new BlobStore.Blob(ContentHash.of(new byte[1]), 1),
                strange,
                Instant.MIN));

        // Then
        assertThat(recorded).isInstanceOf(Recorded.Opened.class);
        assertThat(database.rows("select author_name, sent_at, received_at, text, html from comment"))
                .containsExactly("Ann|null|null|ab|<p></p>");
        assertThat(database.one("select length(subject) from ticket")).isEqualTo("1999");
    }

    @Test
    void aMailOfNobodyIsATicketOfUnknown() {
        // Given
        ParsedMail nobody = new ParsedMail(
                List.of(), List.of(), null, List.of(), List.of(), List.of(), "", null, null, List.of(), List.of(), "",
                null, false, List.of(), List.of(), List.of());

        // When
        ledger.record(at(1, "x", nobody));

        // Then
        assertThat(database.rows("select requester_name, requester_address, subject from ticket"))
                .containsExactly("|unknown|");
    }

    @Test
    void theTenantOfARemovedMailboxIsStillFound() {
        // Given
        database.run(
                "insert into mailbox (id, tenant, address, provider, connection, folders, start_at, after_processing,"
                        + " removed_at) values ('" + MAILBOX
                        + "', 'acme', 'x@example.com', 'imap', '{}', '{INBOX}', now(), 'keep', now())");
        Passage known = passage("INBOX", 7, 9);
        Passage unknownTenant =
                new Passage(known.mailbox(), "", known.key(), known.pointer(), 0, 0, 1, 1, Instant.EPOCH, "");

        // When
        ledger.skip(unknownTenant, "source_unavailable:mailbox_removed", Map.of());

        // Then
        assertThat(database.one("select tenant from email_processed_messages")).isEqualTo("acme");
        database.run("delete from mailbox");
    }

    @Test
    void aPostgresThatDoesNotAnswerIsTheWorldsFailure() {
        // Given
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        ProcessedLedger away = new PostgresLedger(new Database(nowhere));

        // When, Then
        assertThatThrownBy(() -> away.record(at(1, "raw", mail("m1", List.of(), List.of()))))
                .isInstanceOf(DatabaseUnavailableException.class);
    }

    private interface Numbered<T> {
        T run(int number) throws Exception;
    }

    private static <T> List<T> together(int threads, Numbered<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            calls.add(() -> {
                start.await();
                return work.run(number);
            });
        }
        List<T> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<T> result : executor.invokeAll(calls)) {
                results.add(result.get());
            }
        }
        return results;
    }

    private static String counts() {
        return database.one(
                "select (select count(*) from ticket) || ' tickets, ' || (select count(*) from comment) || ' comments,"
                        + " ' || (select count(*) from email_processed_messages) || ' rows, ' || (select count(*) from"
                        + " outbox) || ' events'");
    }
}
