package dev.waybill.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterRecorderTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static ConsumerDatabase database;
    private final UUID mailbox = UUID.randomUUID();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final DeadLetterRecorder recorder = new DeadLetterRecorder(
            queue.deadLetters(), new PostgresDeadRows(database.database()), Duration.ofSeconds(30));

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.run("truncate email_processed_messages");
    }

    @Test
    void whatDiedHasItsRowAtOnce() {
        // Given
        Pointer pointer = Pointers.imap(mailbox, 1);
        kill(pointer);
        recorder.died(pointer.id());

        // When
        recorder.run();

        // Then
        assertThat(database.rows("select mailbox_id, message_key, outcome, reason, decision->>'detail' from"
                        + " email_processed_messages"))
                .containsExactly(mailbox + "|imap:7:1:INBOX|dead|processing_failed|it hurts");
    }

    @Test
    void thePassFindsWhatAnotherProcessKilled() {
        // Given
        Pointers.imaps(mailbox, 5).forEach(this::kill);

        // When
        Duration next = recorder.run();
        recorder.run();

        // Then
        assertThat(next).isEqualTo(Duration.ofSeconds(30));
        assertThat(database.one("select count(*) from email_processed_messages where outcome = 'dead'"))
                .isEqualTo("5");
    }

    /** The script has put the pointer into the DLQ, and the process is gone, or PostgreSQL is, before the row is there. */
    @Test
    void aCrashBetweenTheDlqAndTheRowIsMadeUpForByTheFirstPassOfTheNextStart() {
        // Given
        DeadLetterRecorder killed = new DeadLetterRecorder(
                queue.deadLetters(),
                letters -> {
                    throw new IllegalStateException("killed");
                },
                Duration.ofSeconds(30));
        Pointer pointer = Pointers.imap(mailbox, 1);
        kill(pointer);
        killed.died(pointer.id());
        assertThatThrownBy(killed::run).hasMessage("killed");
        assertThat(database.one("select count(*) from email_processed_messages"))
                .isEqualTo("0");

        // When
        recorder.run();

        // Then
        assertThat(database.rows("select message_key, outcome from email_processed_messages"))
                .containsExactly("imap:7:1:INBOX|dead");
    }

    @Test
    void aSettledMailIsNotDeclaredDead() {
        // Given
        Pointer pointer = Pointers.imap(mailbox, 1);
        Passage passage = new Passage(
                mailbox,
                "default",
                MessageKey.of(pointer.locator()).orElseThrow(),
                pointer.id(),
                0,
                0,
                1,
                1,
                java.time.Instant.EPOCH,
                "");
        new PostgresLedger(database.database()).skip(passage, "too_large", Map.of());
        kill(pointer);

        // When
        recorder.run();

        // Then
        assertThat(database.rows("select outcome, reason from email_processed_messages"))
                .containsExactly("skipped|too_large");
    }

    @Test
    void aLetterThatIsNoPointerHasItsRowToo() {
        // Given
        PointerId id = Pointers.imap(mailbox, 1).id();
        queue.enqueueRaw(id, "no pointer at all");
        kill();

        // When
        recorder.run();

        // Then
        assertThat(database.rows("select mailbox_id, message_key, provider, pointer_id from email_processed_messages"))
                .containsExactly("00000000-0000-0000-0000-000000000000|pointer:" + id + "|unknown|" + id);
    }

    private void kill(Pointer pointer) {
        queue.producer().enqueue(List.of(pointer), Priority.LIVE);
        kill();
    }

    private void kill() {
        Claim.Taken taken = (Claim.Taken) queue.claims().claim(10, LEASE, "test", false);
        for (Claimed claimed : taken.pointers()) {
            queue.claims().deadLetter(claimed.receipt(), new Failure("processing_failed", "it hurts"));
        }
    }
}
