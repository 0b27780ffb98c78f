package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.reconcile.FolderReport;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mailboxes at the simulators of Graph and Gmail, compared with a real ledger. */
class CloudReconcileTest {
    private static ConsumerDatabase database;
    private CloudUnderTest cloud;

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void start() throws Exception {
        cloud = new CloudUnderTest(database);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void whatNoPushToldOfBecomesTickets() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            cloud.graphBox.deliver(CloudUnderTest.raw("graph " + i));
            cloud.gmailBox.deliver(CloudUnderTest.raw("gmail " + i));
        }

        // When
        compare(cloud.graph, Long.MAX_VALUE);
        compare(cloud.gmail, Long.MAX_VALUE);

        // Then
        assertThat(cloud.subjects())
                .containsExactlyInAnyOrder("graph 0", "graph 1", "graph 2", "gmail 0", "gmail 1", "gmail 2");
        assertThat(cloud.comparisons.reports)
                .extracting(r -> r.total())
                .containsExactly(new FolderReport("", 3, 0, 0, 0, 3, 3), new FolderReport("", 3, 0, 0, 0, 3, 3));
    }

    @Test
    void whatWasProcessedIsKnownUnderTheSameIdentity() throws Exception {
        // Given
        cloud.notice(cloud.graphBox.deliver(CloudUnderTest.raw("told")));
        cloud.gmailBox.deliver(CloudUnderTest.raw("pushed"));
        cloud.push();
        cloud.run();

        // When
        compare(cloud.graph, 0);
        compare(cloud.gmail, 0);

        // Then
        assertThat(cloud.comparisons.reports)
                .extracting(r -> r.total())
                .containsExactly(new FolderReport("", 1, 1, 0, 0, 0, 0), new FolderReport("", 1, 1, 0, 0, 0, 0));
        assertThat(cloud.subjects()).hasSize(2);
    }

    @Test
    void aMailThatWasLabelledLaterIsFoundByTheHistory() throws Exception {
        // Given
        Instant longAgo = cloud.pace.now().minus(Duration.ofDays(90));
        cloud.gmailBox.addLabel("Label_1");
        String old = cloud.gmailBox.deliver(CloudUnderTest.raw("old"), longAgo, "Label_1");
        cloud.gmailBox.deliver(CloudUnderTest.raw("new"));
        cloud.push();
        cloud.run();
        compare(cloud.gmail, Long.MAX_VALUE);
        cloud.gmailBox.addLabels(old, "INBOX");

        // When
        compare(cloud.gmail, Long.MAX_VALUE);

        // Then
        assertThat(cloud.subjects()).containsExactly("new", "old");
        assertThat(cloud.comparisons.reports.getLast().total().missing()).isZero();
    }

    @Test
    void afterAWipeOnlyWhatHasNoRowIsProcessed() throws Exception {
        // Given
        for (int i = 0; i < 4; i++) {
            cloud.notice(cloud.graphBox.deliver(CloudUnderTest.raw("old " + i)));
        }
        cloud.run();
        cloud.graphBox.deliver(CloudUnderTest.raw("lost with the queue"));

        // When
        compare(cloud.graph, Long.MAX_VALUE);

        // Then
        assertThat(cloud.subjects()).hasSize(5).endsWith("lost with the queue");
        assertThat(cloud.comparisons.reports.getFirst().total()).isEqualTo(new FolderReport("", 5, 4, 0, 0, 1, 1));
    }

    @Test
    void theShortWindowBeginsWhereAllIsComplete() throws Exception {
        // Given
        Instant now = cloud.pace.now();
        cloud.graphBox.deliver(CloudUnderTest.raw("long ago"), "inbox", now.minus(Duration.ofDays(3)));
        compare(cloud.graph, Long.MAX_VALUE);
        compare(cloud.graph, Long.MAX_VALUE);
        cloud.graphBox.deliver(CloudUnderTest.raw("just now"), "inbox", now.minus(Duration.ofMinutes(1)));

        // When
        compare(cloud.graph, Long.MAX_VALUE);
        long inTheShortWindow = cloud.comparisons.reports.getLast().total().found();
        compare(cloud.graph, 0);

        // Then
        assertThat(inTheShortWindow).isEqualTo(1);
        assertThat(cloud.comparisons.reports.getLast().total()).isEqualTo(new FolderReport("", 2, 2, 0, 0, 0, 0));
    }

    @Test
    void aMailThatWasMovedInLaterIsFoundByTheDelta() throws Exception {
        // Given
        Instant now = cloud.pace.now();
        String old = cloud.graphBox.deliver(CloudUnderTest.raw("old"), "archive", now.minus(Duration.ofDays(90)));
        cloud.graphBox.deliver(CloudUnderTest.raw("new"));
        settleAll();
        cloud.graphBox.move(old, "inbox");

        // When
        compare(cloud.graph, Long.MAX_VALUE);

        // Then
        assertThat(cloud.subjects()).containsExactly("new", "old");
        assertThat(cloud.comparisons.reports.getLast().total()).isEqualTo(new FolderReport("", 2, 1, 0, 0, 1, 1));
    }

    @Test
    void theDeltaIsReadFromTheBeginningWhenItsLinkIsForgotten() throws Exception {
        // Given
        Instant now = cloud.pace.now();
        String old = cloud.graphBox.deliver(CloudUnderTest.raw("old"), "archive", now.minus(Duration.ofDays(90)));
        cloud.graphBox.deliver(CloudUnderTest.raw("known"), "inbox", now.minus(Duration.ofDays(80)));
        settleAll();
        String before = link();

        // When
        cloud.graphBox.move(old, "inbox");
        cloud.graphSimulator.expireDeltaTokens();
        compare(cloud.graph, Long.MAX_VALUE);
        compare(cloud.graph, Long.MAX_VALUE);

        // Then
        assertThat(cloud.subjects()).containsExactly("known", "old");
        assertThat(link()).isNotEqualTo(before);
    }

    @Test
    void theDeltaIsReadFromTheSamePlaceUntilItsMailsHaveRows() throws Exception {
        // Given
        Instant now = cloud.pace.now();
        String old = cloud.graphBox.deliver(CloudUnderTest.raw("old"), "archive", now.minus(Duration.ofDays(90)));
        settleAll();
        cloud.graphBox.move(old, "inbox");
        String before = link();
        Instant complete = cloud.comparisons.completeAt(cloud.graph.id()).orElseThrow();

        // When
        cloud.reconciler.look(cloud.graph, new Locator.Reconcile(Long.MAX_VALUE, "test"), () -> {});

        // Then
        assertThat(link()).isEqualTo(before);
        assertThat(cloud.comparisons.completeAt(cloud.graph.id())).contains(complete);
        // And
        cloud.run();
        compare(cloud.graph, Long.MAX_VALUE);
        assertThat(link()).isNotEqualTo(before);
        assertThat(cloud.subjects()).containsExactly("old");
    }

    /** The first comparison enqueues, the second finds that all have their rows. */
    private void settleAll() throws Exception {
        compare(cloud.graph, 0);
        compare(cloud.graph, Long.MAX_VALUE);
    }

    private String link() {
        return database.one("select link from graph_delta where mailbox_id = '" + cloud.graph.id() + "'");
    }

    @Test
    void completeIsWhatCameBeforeTheFirstMailWithoutARow() throws Exception {
        // Given
        Instant now = cloud.pace.now();
        String first = cloud.graphBox.deliver(CloudUnderTest.raw("first"), "inbox", now.minusSeconds(300));
        cloud.graphBox.deliver(CloudUnderTest.raw("second"), "inbox", now.minusSeconds(200));
        cloud.notice(first);
        cloud.run();

        // When
        cloud.reconciler.look(cloud.graph, new Locator.Reconcile(Long.MAX_VALUE, "test"), () -> {});

        // Then
        assertThat(cloud.comparisons.completeAt(cloud.graph.id())).contains(now.minusSeconds(200));
    }

    @Test
    void manyMailsAreComparedPageByPage() throws Exception {
        // Given
        IntStream.range(0, 1_203).forEach(i -> cloud.gmailBox.deliver(CloudUnderTest.raw("mail " + i)));

        // When
        var report = cloud.reconciler.compare(cloud.gmail, Optional.of(Instant.EPOCH), true, () -> {});

        // Then
        assertThat(report.total()).isEqualTo(new FolderReport("", 1_203, 0, 0, 0, 1_203, 0));
        assertThat(cloud.subjects()).isEmpty();
    }

    @Test
    void whatTheProviderGrantsIsNotOverdrawn() throws Exception {
        // Given
        cloud.graphBox.deliver(CloudUnderTest.raw("waits"));
        cloud.overRate = Optional.of(Duration.ofSeconds(20));
        compare(cloud.graph, Long.MAX_VALUE);
        assertThat(cloud.subjects()).isEmpty();

        // When
        cloud.overRate = Optional.empty();
        cloud.after(Duration.ofSeconds(30));

        // Then
        assertThat(cloud.subjects()).containsExactly("waits");
    }

    private void compare(Mailbox mailbox, long since) throws Exception {
        cloud.enqueue(mailbox, new Locator.Reconcile(since, "test"));
        cloud.run();
    }
}
