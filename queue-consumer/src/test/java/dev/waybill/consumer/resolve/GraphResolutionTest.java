package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.loop.Journal.Step;
import dev.waybill.devstack.http.Fault;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From pointers to tickets by Microsoft Graph. */
@Timeout(60)
class GraphResolutionTest {
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
    void noticedMailBecomesOneTicketHoweverOftenItIsNoticed() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("once"));

        // When
        cloud.notice(id);
        cloud.notice(id);
        cloud.run();
        cloud.notice(id);
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("once");
    }

    @Test
    void restoredMailIsKnown() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("deleted by mistake"));
        cloud.notice(id);
        cloud.run();

        // When
        cloud.graphBox.move(id, "deleteditems");
        cloud.graphBox.move(id, "inbox");
        cloud.notice(id);
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("deleted by mistake");
    }

    @Test
    void mailThatARuleMovesBeforeItIsFetchedIsProcessed() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("moved"));
        cloud.notice(id);
        cloud.graphBox.move(id, "archive");

        // When
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("moved");
    }

    @Test
    void mailThatIsNotThereYetIsFoundLater() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("late"));
        cloud.graphSimulator.failNext(
                CloudUnderTest.GRAPH_ADDRESS,
                new Fault.Answer(404, "ErrorItemNotFound", ""),
                new Fault.Answer(404, "ErrorItemNotFound", ""));
        cloud.notice(id);

        // When
        cloud.run();
        cloud.after(Duration.ofSeconds(3));
        cloud.after(Duration.ofSeconds(15));

        // Then
        assertThat(cloud.subjects()).containsExactly("late");
    }

    @Test
    void ghostIsLookedForAMinuteAndThenSkipped() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("ghost"));
        cloud.graphBox.delete(id);
        cloud.notice(id);

        // When
        cloud.run();
        List<String> early = cloud.outcomes();
        cloud.after(Duration.ofSeconds(3));
        cloud.after(Duration.ofSeconds(15));
        List<String> later = cloud.outcomes();
        cloud.after(Duration.ofSeconds(45));

        // Then
        assertThat(early).isEmpty();
        assertThat(later).isEmpty();
        assertThat(cloud.outcomes()).containsExactly("source_unavailable:message_not_found");
        assertThat(cloud.dead()).isZero();
    }

    @Test
    void pointerWithAChangingIdLeadsToTheMailItMeant() throws Exception {
        // Given
        String immutable = cloud.graphBox.deliver(CloudUnderTest.raw("told by another subscription"));
        cloud.enqueue(cloud.graph, new Locator.Graph(cloud.graphBox.mutableId(immutable)));

        // When
        cloud.run();
        cloud.after(Duration.ofSeconds(3));
        cloud.after(Duration.ofSeconds(15));
        cloud.after(Duration.ofSeconds(45));
        cloud.notice(immutable);
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("told by another subscription");
        assertThat(cloud.outcomes()).containsExactlyInAnyOrder("processed", "source_unavailable:id_changed");
    }

    @Test
    void tooLargeMailIsSkippedBeforeItIsFetched() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(new byte[250_000]);
        cloud.notice(id);

        // When
        cloud.run();

        // Then
        assertThat(cloud.outcomes()).containsExactly("too_large");
    }

    @Test
    void noMoreOfAMailboxAreFetchedAtOnceThanGraphTakes() throws Exception {
        // Given
        for (int i = 0; i < 40; i++) {
            cloud.notice(cloud.graphBox.deliver(CloudUnderTest.raw("m" + i)));
        }

        // When
        cloud.run();

        // Then
        assertThat(cloud.subjects()).hasSize(40);
        assertThat(cloud.graphSimulator.throttled(CloudUnderTest.GRAPH_ADDRESS)).isZero();
    }

    @Test
    void throttledMailboxWaitsAsLongAsItWasToldAndKeepsNobodyElse() throws Exception {
        // Given
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(cloud.graphBox.deliver(CloudUnderTest.raw("m" + i)));
        }
        cloud.graphSimulator.failNext(
                CloudUnderTest.GRAPH_ADDRESS,
                new Fault.Answer(429, "ApplicationThrottled", "90"),
                new Fault.Answer(429, "ApplicationThrottled", "90"),
                new Fault.Answer(429, "ApplicationThrottled", "90"));
        ids.forEach(cloud::notice);

        // When
        cloud.round();
        cloud.run();
        cloud.gmailBox.deliver(CloudUnderTest.raw("other"));
        cloud.push();
        cloud.run();
        cloud.after(Duration.ofSeconds(89));

        // Then
        assertThat(cloud.subjects()).containsExactly("other");
        assertThat(cloud.health.find(cloud.graph.id()).orElseThrow().state()).isEqualTo(MailboxState.QUOTA);

        // When
        cloud.after(Duration.ofSeconds(2));

        // Then
        assertThat(cloud.subjects()).hasSize(6);
        assertThat(cloud.steps).noneMatch(step -> step instanceof Step.Retried);
    }

    @Test
    void outageBurnsNoAttemptAndNothingIsLost() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("through the outage"));
        for (int i = 0; i < 30; i++) {
            cloud.graphSimulator.failNext(CloudUnderTest.GRAPH_ADDRESS, new Fault.Answer(503, "ErrorServerBusy", ""));
        }
        cloud.notice(id);

        // When
        cloud.run();
        for (int minutes = 0; minutes < 200 && cloud.subjects().isEmpty(); minutes++) {
            cloud.after(Duration.ofMinutes(1));
        }

        // Then
        assertThat(cloud.subjects()).containsExactly("through the outage");
        assertThat(cloud.dead()).isZero();
        assertThat(cloud.steps).noneMatch(step -> step instanceof Step.Retried);
    }

    @Test
    void withdrawnRightHoldsTheMailboxUntilItIsGivenBack() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("waits"));
        cloud.graphBox.deny(true);
        cloud.notice(id);

        // When
        cloud.run();

        // Then
        assertThat(cloud.health.find(cloud.graph.id()).orElseThrow().state()).isEqualTo(MailboxState.AUTH_FAILED);
        assertThat(cloud.outcomes()).isEmpty();

        // When
        cloud.graphBox.deny(false);
        cloud.after(Duration.ofMinutes(6));

        // Then
        assertThat(cloud.subjects()).containsExactly("waits");
    }

    @Test
    void mailboxWithoutLicenceLosesNoMail() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("waits"));
        cloud.graphBox.license(false);
        cloud.notice(id);

        // When
        cloud.run();
        cloud.graphBox.license(true);
        cloud.after(Duration.ofMinutes(6));

        // Then
        assertThat(cloud.outcomes()).containsExactly("processed");
    }

    @Test
    void answerThatBreaksOffIsFetchedAgain() throws Exception {
        // Given
        String id = cloud.graphBox.deliver(CloudUnderTest.raw("whole"));
        cloud.graphSimulator.failNext(CloudUnderTest.GRAPH_ADDRESS, new Fault.Delay(Duration.ZERO), new Fault.Cut());
        cloud.notice(id);

        // When
        cloud.run();
        cloud.after(Duration.ofSeconds(5));

        // Then
        assertThat(cloud.subjects()).containsExactly("whole");
        assertThat(cloud.steps).noneMatch(step -> step instanceof Step.Retried);
    }

    @Test
    void usedUpRateHoldsTheMailboxAndIsNoTrouble() throws Exception {
        // Given
        cloud.overRate = java.util.Optional.of(Duration.ofSeconds(4));
        cloud.notice(cloud.graphBox.deliver(CloudUnderTest.raw("paced")));

        // When
        cloud.run();
        cloud.overRate = java.util.Optional.empty();
        cloud.after(Duration.ofSeconds(3));
        List<String> early = cloud.subjects();
        cloud.after(Duration.ofSeconds(2));

        // Then
        assertThat(early).isEmpty();
        assertThat(cloud.subjects()).containsExactly("paced");
        assertThat(cloud.health.find(cloud.graph.id())).isEmpty();
    }

    @Test
    void pointerOfAnotherProviderWaitsInsteadOfBeingSkipped() throws Exception {
        // Given
        cloud.enqueue(cloud.gmail, new Locator.Graph("AAkAexample"));

        // When
        cloud.run();

        // Then
        assertThat(cloud.outcomes()).isEmpty();
        assertThat(cloud.queue.control().stats().delayed()).isEqualTo(1);
    }
}
