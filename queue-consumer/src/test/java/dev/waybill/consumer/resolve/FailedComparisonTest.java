package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison that fails puts off itself, and its mailbox only where mails would fare the same. */
class FailedComparisonTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private static ConsumerDatabase database;
    private CloudUnderTest cloud;

    /** Whose mailbox it is. */
    enum At {
        GRAPH,
        GMAIL
    }

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

    @ParameterizedTest
    @EnumSource
    void aListThatIsRefusedForEverHoldsNoMailAndSucceedsWhenItIsAnswered(At at) throws Exception {
        // Given
        cloud.refusal = Optional.of(refused(FailureClass.TRANSIENT, "server_error", null));
        compare(mailbox(at));

        // When
        for (int i = 0; i < 12; i++) {
            deliver(at, "mail " + i);
            cloud.after(QUARTER);
        }

        // Then
        assertThat(cloud.subjects()).hasSize(12);
        assertThat(cloud.lists.get()).isBetween(10, 13);
        assertWell(mailbox(at));
        assertThat(cloud.comparisons.said).contains("put off: it said no").doesNotContain("finished");

        // When
        String untold = "nobody told";
        deliverQuietly(at, untold);
        cloud.refusal = Optional.empty();
        cloud.after(QUARTER);

        // Then
        assertThat(cloud.subjects()).contains(untold);
        assertThat(cloud.comparisons.said).endsWith("finished");
        assertThat(cloud.queue.control().stats().delayed()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void triesGrowApartUpToAQuarterOfAnHour(At at) throws Exception {
        // Given
        cloud.refusal = Optional.of(refused(FailureClass.PERMANENT, "not_found", null));
        compare(mailbox(at));

        // When
        for (int i = 0; i < 7; i++) {
            cloud.after(QUARTER);
        }

        // Then
        List<Long> seconds = cloud.steps.stream()
                .flatMap(s ->
                        s instanceof Journal.Step.Deferred d ? List.of(d.delay().toSeconds()).stream() : null)
                .toList();
        assertThat(seconds).hasSize(8);
        for (int i = 0; i < seconds.size(); i++) {
            long ceiling = Math.min(QUARTER.toSeconds(), 30L << i);
            assertThat(seconds.get(i)).isBetween(ceiling / 2 - 1, ceiling);
        }
        assertWell(mailbox(at));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"PERMANENT", "MAIL", "TRANSIENT"})
    void whateverItsAnswerIsCalledItIsNeitherSkippedNorDead(FailureClass failureClass) throws Exception {
        // Given
        cloud.refusal = Optional.of(refused(failureClass, "invalid_request", null));

        // When
        compare(cloud.graph);
        cloud.after(QUARTER);
        cloud.after(QUARTER);

        // Then
        assertThat(cloud.queue.control().stats().delayed()).isEqualTo(1);
        assertWell(cloud.graph);
    }

    @Test
    void aServerThatIsNotReachedIsTheMailboxsTrouble() throws Exception {
        // Given
        cloud.refusal = Optional.of(refused(FailureClass.TRANSIENT, "connect_failed", null));

        // When
        compare(cloud.graph);
        for (int i = 0; i < 5; i++) {
            cloud.after(Duration.ofMinutes(6));
        }

        // Then
        assertThat(state(cloud.graph)).contains(MailboxState.UNREACHABLE);
        assertThat(cloud.queue.holds().held()).hasSize(1);
        assertThat(cloud.comparisons.said).contains("failed it said no");
    }

    @Test
    void aProviderThatSaysWhenHoldsTheMailboxUntilThen() throws Exception {
        // Given
        cloud.refusal = Optional.of(refused(FailureClass.THROTTLED, "throttled", Duration.ofMinutes(2)));

        // When
        compare(cloud.gmail);

        // Then
        assertThat(state(cloud.gmail)).contains(MailboxState.QUOTA);
        assertThat(cloud.queue.holds().held()).hasSize(1);
        assertThat(cloud.queue.control().stats().delayed()).isZero();
    }

    @Test
    void aRefusedCredentialHoldsTheMailbox() throws Exception {
        // Given
        cloud.refusal = Optional.of(refused(FailureClass.CREDENTIAL, "access_denied", null));

        // When
        compare(cloud.graph);

        // Then
        assertThat(state(cloud.graph)).contains(MailboxState.AUTH_FAILED);
        assertThat(cloud.queue.holds().held()).hasSize(1);
    }

    private void assertWell(Mailbox mailbox) {
        assertThat(state(mailbox)).isNotEqualTo(Optional.of(MailboxState.UNREACHABLE));
        assertThat(cloud.queue.holds().held()).isEmpty();
        assertThat(cloud.dead()).isZero();
    }

    private Optional<MailboxState> state(Mailbox mailbox) {
        return cloud.health.find(mailbox.id()).map(h -> h.state());
    }

    private Mailbox mailbox(At at) {
        return switch (at) {
            case GRAPH -> cloud.graph;
            case GMAIL -> cloud.gmail;
        };
    }

    private void deliver(At at, String subject) {
        String id = deliverQuietly(at, subject);
        switch (at) {
            case GRAPH -> cloud.notice(id);
            case GMAIL -> cloud.push();
        }
    }

    private String deliverQuietly(At at, String subject) {
        byte[] raw = CloudUnderTest.raw(subject);
        return switch (at) {
            case GRAPH -> cloud.graphBox.deliver(raw);
            case GMAIL -> cloud.gmailBox.deliver(raw);
        };
    }

    private void compare(Mailbox mailbox) throws Exception {
        cloud.enqueue(mailbox, new Locator.Reconcile(Long.MAX_VALUE, "test"));
        cloud.run();
    }

    private static MailboxAccessException refused(
            FailureClass failureClass, String reason, @Nullable Duration retryAfter) {
        return new MailboxAccessException(failureClass, reason, "it said no", retryAfter, null);
    }
}
