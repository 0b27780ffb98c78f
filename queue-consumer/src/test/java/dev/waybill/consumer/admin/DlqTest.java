package dev.waybill.consumer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DlqTest {
    private static AdminDatabase database;

    private final StepPace pace = new StepPace(Instant.ofEpochMilli(1_770_000_000_000L));
    private final InMemoryQueue queue = new InMemoryQueue(pace::now);
    private final FakeRegistry registry = new FakeRegistry();
    private final MailboxDirectory directory = new MailboxDirectory(registry);
    private final Mailbox ann = connect("ann@example.com");
    private final Mailbox bob = connect("bob@example.com");
    private DlqResource dlq;
    private DlqChangesResource changes;

    @BeforeAll
    static void connect() {
        database = AdminDatabase.fresh();
    }

    @BeforeEach
    void wire() {
        dlq = new DlqResource(queue.deadLetters(), directory, new LedgerRows(database.database));
        DroppedLetters dropped = new DroppedLetters(new PostgresLedger(database.database));
        changes = new DlqChangesResource(queue.deadLetters(), directory, dropped, pace);
    }

    @Test
    void eachFilterPicksItsOwn() {
        // Given
        PointerId old = dead(ann, 1, "parse_failed");
        pace.sleep(Duration.ofHours(3));
        PointerId other = dead(ann, 2, "no_such_charset");
        PointerId bobs = dead(bob, 3, "parse_failed");
        PointerId broken = broken();

        // When, Then
        assertThat(listed("ann@example.com", null, null, null)).containsExactly(old.value(), other.value());
        assertThat(listed(null, "parse_failed", null, null)).containsExactlyInAnyOrder(old.value(), bobs.value());
        assertThat(listed(null, null, "unreadable", null)).containsExactly(broken.value());
        assertThat(listed(null, null, null, "2h")).containsExactly(old.value());
        assertThat(listed(ann.id().toString(), "parse_failed", "imap", "2h")).containsExactly(old.value());
        assertThat(listed("bob@example.com", "no_such_charset", null, null)).isEmpty();
    }

    @Test
    void pagesFollowOneAnother() {
        // Given
        List<String> ids = new ArrayList<>();
        for (int uid = 1; uid <= 5; uid++) {
            ids.add(dead(ann, uid, "parse_failed").value());
            pace.sleep(Duration.ofMillis(5));
        }

        // When
        DlqResource.Page first = dlq.list(null, null, null, null, "2", null);
        DlqResource.Page second = dlq.list(null, null, null, null, "2", first.next());
        DlqResource.Page third = dlq.list(null, null, null, null, "2", second.next());

        // Then
        assertThat(first.total()).isEqualTo(5);
        assertThat(List.of(first, second, third))
                .flatExtracting(DlqResource.Page::entries)
                .extracting(DeadLetterView::id)
                .containsExactlyElementsOf(ids);
        assertThat(third.next()).isNull();
    }

    @Test
    void oneIsShownWithItsHistoryAndItsRow() {
        // Given
        PointerId id = dead(ann, 1, "parse_failed");
        database.ledger(ann.id(), id.value(), "dead", "parse_failed", "none");

        // When
        DeadLetterView shown = dlq.show(id.value());

        // Then
        assertThat(shown.mailbox()).isEqualTo(new DeadLetterView.MailboxRef(ann.id(), "ann@example.com"));
        assertThat(shown.kind()).isEqualTo("imap");
        assertThat(shown.detail()).isEqualTo("detail");
        assertThat(shown.pointer().path("uid").asText()).isEqualTo("1");
        assertThat(shown.ledger()).isNotNull();
        assertThatThrownBy(() -> dlq.show("A".repeat(22))).hasMessageContaining("no dead letter");
        assertThatThrownBy(() -> dlq.show("short")).hasMessageContaining("22 characters");
    }

    @Test
    void replayPutsThemBackAndADryRunDoesNot() throws Exception {
        // Given
        PointerId id = dead(ann, 1, "parse_failed");

        // When
        DlqChange.Result would = changes.replay(body("{\"mailbox\": \"ann@example.com\"}"), "true");
        Place before = queue.control().places(List.of(id)).get(id);
        DlqChange.Result did = changes.replay(body("{\"mailbox\": \"ann@example.com\"}"), null);

        // Then
        assertThat(before).isEqualTo(Place.DEAD);
        assertThat(would.message()).isEqualTo("would replay 1 dead letter");
        assertThat(would.ids()).containsExactly(id.value());
        assertThat(did.changed()).isEqualTo(1);
        assertThat(queue.control().places(List.of(id))).containsEntry(id, Place.WAITING);
    }

    @Test
    void replayKeepsToItsRate() throws Exception {
        // Given
        for (int uid = 1; uid <= 10; uid++) {
            dead(ann, uid, "parse_failed");
        }

        // When
        DlqChange.Result result = changes.replay(body("{\"all\": true, \"rate\": 4}"), null);

        // Then
        assertThat(result.changed()).isEqualTo(10);
        assertThat(pace.slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void anInterruptedReplayGoesOnWhereItWas() throws Exception {
        // Given
        for (int uid = 1; uid <= 80; uid++) {
            dead(ann, uid, "parse_failed");
        }
        String all = "{\"mailbox\": \"ann@example.com\", \"rate\": 10";

        // When
        DlqChange.Result first = changes.replay(body(all + "}"), null);
        kill("parse_failed");
        DlqChange.Result second = changes.replay(body(all + ", \"cursor\": \"" + first.next() + "\"}"), null);

        // Then
        assertThat(first.changed()).isEqualTo(50);
        assertThat(first.message()).startsWith("replayed 50 dead letters; there may be more: go on with cursor ");
        assertThat(second.changed()).isEqualTo(30);
        assertThat(second.next()).isNull();
        assertThat(second.ids()).doesNotContainAnyElementsOf(first.ids());
        assertThat(pace.slept).hasSize(7).containsOnly(Duration.ofSeconds(1));
        assertThat(queue.deadLetters().count()).isEqualTo(8);
    }

    @Test
    void idsStandAlone() {
        // Given
        PointerId id = dead(ann, 1, "parse_failed");

        // When, Then
        assertThatThrownBy(() -> changes.replay(body("{\"all\": true, \"ids\": [\"" + id + "\"]}"), null))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> changes.replay(body("{\"all\": true, \"cursor\": \"4\"}"), null))
                .isInstanceOf(Refusal.class);
        assertThat(queue.deadLetters().count()).isEqualTo(1);
    }

    @Test
    void dropWritesTheRowThatKeepsReconciliationFromBringingItBack() throws Exception {
        // Given
        PointerId id = dead(ann, 77, "parse_failed");

        // When
        DlqChange.Result result = changes.drop(body("{\"ids\": [\"" + id + "\"]}"), null);

        // Then
        assertThat(result.changed()).isEqualTo(1);
        assertThat(queue.deadLetters().count()).isZero();
        assertThat(database.text(
                        "select outcome || ' ' || reason || ' ' || message_key from email_processed_messages where"
                                + " mailbox_id = ?",
                        ann.id()))
                .isEqualTo("skipped dropped imap:7:77:INBOX");
    }

    @Test
    void whatIsNoPointerCanBeDroppedToo() throws Exception {
        // Given
        PointerId id = broken();

        // When
        DlqChange.Result result = changes.drop(body("{\"kind\": \"unreadable\"}"), null);

        // Then
        assertThat(result.changed()).isEqualTo(1);
        assertThat(database.text(
                        "select outcome || ' ' || reason from email_processed_messages where pointer_id = ?",
                        id.value()))
                .isEqualTo("skipped dropped");
    }

    @Test
    void nothingIsNeverTakenForEverything() {
        // Given
        dead(ann, 1, "parse_failed");

        // When, Then
        assertThatThrownBy(() -> changes.drop(body("{}"), null)).hasMessageContaining("say which");
        assertThatThrownBy(() -> changes.drop(body("{\"limit\": 5}"), null)).hasMessageContaining("say which");
        assertThatThrownBy(() -> changes.drop(body("{\"all\": true, \"reason\": \"x\"}"), null))
                .hasMessageContaining("say which");
        assertThatThrownBy(() -> changes.drop(body("{\"id\": [\"x\"]}"), null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> changes.drop(body("{\"olderThan\": \"long ago\"}"), null))
                .isInstanceOf(Refusal.class);
        assertThat(queue.deadLetters().count()).isEqualTo(1);
    }

    @Test
    void theLimitTakesTheOldest() throws Exception {
        // Given
        PointerId oldest = dead(ann, 1, "parse_failed");
        pace.sleep(Duration.ofSeconds(1));
        dead(ann, 2, "parse_failed");

        // When
        DlqChange.Result result = changes.drop(body("{\"all\": true, \"limit\": 1}"), null);

        // Then
        assertThat(result.ids()).containsExactly(oldest.value());
        assertThat(queue.deadLetters().count()).isEqualTo(1);
    }

    private List<String> listed(String mailbox, String reason, String kind, String olderThan) {
        return dlq.list(mailbox, reason, kind, olderThan, null, null).entries().stream()
                .map(DeadLetterView::id)
                .toList();
    }

    private PointerId dead(Mailbox mailbox, long uid, String reason) {
        Pointer pointer = new Pointer(mailbox.id(), new Locator.Imap("INBOX", 7, uid), 1, "");
        queue.producer().enqueue(List.of(pointer), Priority.LIVE);
        kill(reason);
        return pointer.id();
    }

    private PointerId broken() {
        PointerId id = new Pointer(bob.id(), new Locator.Graph("broken"), 1, "").id();
        queue.enqueueRaw(id, "not a pointer");
        kill("broken_pointer");
        return id;
    }

    private void kill(String reason) {
        Claim.Taken taken = (Claim.Taken) queue.claims().claim(10, Duration.ofMinutes(1), "test", true);
        for (Claimed claimed : taken.pointers()) {
            queue.claims().deadLetter(claimed.receipt(), new Failure(reason, "detail"));
        }
    }

    private Mailbox connect(String address) {
        return registry.add(new NewMailbox(
                "default",
                address,
                new Connection.Imap("imap.example.com", 993, Connection.Security.TLS, address),
                List.of("INBOX"),
                Instant.EPOCH,
                new AfterProcessing.Keep(),
                new Secret.Password("x")));
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }
}
