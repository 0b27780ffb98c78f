package dev.waybill.ingress.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.ingress.FakeRegistryCopy;
import dev.waybill.ingress.microsoft.MicrosoftIntake.Answer;
import dev.waybill.ingress.push.Channels;
import dev.waybill.ingress.push.LastPushes;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.ingress.push.Wishes;
import dev.waybill.mailbox.push.ClientState;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MicrosoftIntakeTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final long A_WEEK_AGO = NOW.minus(Duration.ofDays(7)).toEpochMilli();

    private final List<List<Notice>> batches = new ArrayList<>();
    private RuntimeException failure;
    private final FakeRegistryCopy registry = new FakeRegistryCopy();
    private final Channels channels = new Channels();
    private final Wishes wishes = new Wishes();
    private final LastPushes lastPushes = new LastPushes(channels, () -> NOW);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MicrosoftIntake intake =
            new MicrosoftIntake(channels.copy, registry, this::enqueue, wishes, lastPushes, new PushMetrics(meters));

    private final UUID a = registry.connect("acme", "help@acme.example");
    private final UUID b = registry.connect("berg", "help@berg.example");
    private final ClientState secretOfA = channels.subscribe(a, "INBOX", "Sub-A");
    private final ClientState secretOfB = channels.subscribe(b, "INBOX", "Sub-B");

    private Enqueue.Accepted enqueue(List<Notice> notices) {
        if (failure != null) {
            throw failure;
        }
        batches.add(notices);
        return new Enqueue.Accepted(notices.size(), 0, 0, 0);
    }

    private double counted(String outcome) {
        var counter = meters.find("waybill.push.notifications")
                .tag("provider", "graph")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static Notice graph(UUID mailbox, String message) {
        return new Notice(mailbox, new Locator.Graph(message));
    }

    @Test
    void batchOfSeveralTenantsIsOneRoundTrip() {
        // When
        Answer answer = intake.take(GraphBody.of(
                GraphBody.created("Sub-A", secretOfA.value(), "AAk=1"),
                GraphBody.created("Sub-B", secretOfB.value(), "AAk=1"),
                GraphBody.created("Sub-A", secretOfA.value(), "aak=1")));

        // Then
        assertThat(answer).isEqualTo(Answer.TAKEN);
        assertThat(batches).containsExactly(List.of(graph(a, "AAk=1"), graph(b, "AAk=1"), graph(a, "aak=1")));
        assertThat(counted("queued")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "Sub-A, wrong, client_state",
        "Sub-A, '', no_client_state",
        "Sub-A, OF-B, client_state",
        "Sub-X, OF-A, unknown_subscription",
        "sub-a, OF-A, unknown_subscription",
        "'', OF-A, unknown_subscription"
    })
    void forgedNotificationIsTakenForNothingAndCounted(String subscription, String state, String outcome) {
        // Given
        String sent = state.replace("OF-A", secretOfA.value()).replace("OF-B", secretOfB.value());

        // When
        Answer answer = intake.take(GraphBody.of(
                GraphBody.created(subscription, sent, "AAk=1"), GraphBody.event(subscription, sent, "missed")));

        // Then
        assertThat(answer).isEqualTo(Answer.TAKEN);
        assertThat(batches).isEmpty();
        assertThat(wishes.waiting()).isEmpty();
        assertThat(counted(outcome)).isEqualTo(2);
        lastPushes.flush();
        assertThat(channels.pushed).isEmpty();
    }

    @Test
    void missingClientStateIsForged() {
        // When
        Answer answer = intake.take(GraphBody.of("""
            {"subscriptionId":"Sub-A","changeType":"created","resourceData":{"id":"x"}}\
            """));

        // Then
        assertThat(answer).isEqualTo(Answer.TAKEN);
        assertThat(batches).isEmpty();
        assertThat(counted("no_client_state")).isEqualTo(1);
    }

    @Test
    void genuineOnesOfABatchAreTakenBesideForgedOnes() {
        // When
        intake.take(GraphBody.of(
                GraphBody.created("Sub-A", secretOfB.value(), "forged"),
                GraphBody.created("Sub-B", secretOfB.value(), "genuine")));

        // Then
        assertThat(batches).containsExactly(List.of(graph(b, "genuine")));
    }

    @Test
    void firstNotificationOfASubscriptionIsKnownByItsSecretAlone() {
        // Given
        UUID fresh = registry.connect("acme", "new@acme.example");
        ClientState secret = channels.subscribe(fresh, "INBOX", "");

        // When
        intake.take(GraphBody.of(GraphBody.created("whatever", secret.value(), "first")));

        // Then
        assertThat(batches).containsExactly(List.of(graph(fresh, "first")));
    }

    @Test
    void removedMailboxGetsNothing() {
        // Given
        registry.remove(a);

        // When
        Answer answer = intake.take(GraphBody.of(GraphBody.created("Sub-A", secretOfA.value(), "x")));

        // Then
        assertThat(answer).isEqualTo(Answer.TAKEN);
        assertThat(batches).isEmpty();
        assertThat(counted("mailbox_removed")).isEqualTo(1);
    }

    @Test
    void lifecycleEventsBecomeWorkAndABatchMayMixThem() {
        // When
        Answer answer = intake.take(GraphBody.of(
                GraphBody.event("Sub-A", secretOfA.value(), "reauthorizationRequired"),
                GraphBody.event("Sub-B", secretOfB.value(), "subscriptionRemoved"),
                GraphBody.event("Sub-A", secretOfA.value(), "Missed")));

        // Then
        assertThat(answer).isEqualTo(Answer.TAKEN);
        assertThat(wishes.waiting()).isEqualTo(Map.of(channels.idOf(a), Wish.RENEW, channels.idOf(b), Wish.RECREATE));
        assertThat(batches)
                .containsExactly(List.of(
                        new Notice(b, new Locator.Reconcile(A_WEEK_AGO, "subscription_removed")),
                        new Notice(a, new Locator.Reconcile(A_WEEK_AGO, "missed"))));
    }

    @Test
    void eventOfTheFutureMakesUsLookRatherThanLoseMail() {
        // When
        intake.take(GraphBody.of(GraphBody.event("Sub-A", secretOfA.value(), "somethingNew")));

        // Then
        assertThat(batches).containsExactly(List.of(new Notice(a, new Locator.Reconcile(A_WEEK_AGO, "unknown_event"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"id\":7}", "{\"id\":\"\"}", "null", "{\"id\":\"a\",\"ID\":\"b\"}", "{\"id\":\"TOO-LONG\"}"})
    void genuineNotificationThatCannotBeReadMakesUsLook(String resourceData) {
        // Given
        String data = resourceData.replace("TOO-LONG", "x".repeat(600));

        // When
        Answer answer = intake.take(GraphBody.of("""
            {"subscriptionId":"Sub-A","clientState":"%s","changeType":"created","resourceData":%s}\
            """.formatted(secretOfA.value(), data)));

        // Then
        assertThat(answer).isEqualTo(Answer.TAKEN);
        assertThat(counted("malformed")).isEqualTo(1);
        assertThat(batches)
                .containsExactly(List.of(new Notice(a, new Locator.Reconcile(A_WEEK_AGO, "unreadable_notification"))));
    }

    @Test
    void changesAndDeletionsAreNoNewMail() {
        // When
        intake.take(GraphBody.of(
                GraphBody.created("Sub-A", secretOfA.value(), "x").replace("\"created\"", "\"updated\""),
                GraphBody.created("Sub-A", secretOfA.value(), "y").replace("\"created\"", "\"deleted\"")));

        // Then
        assertThat(batches).isEmpty();
        assertThat(counted("other_change")).isEqualTo(2);
    }

    @Test
    void nothingIsPromisedThatIsNotEnqueued() {
        // Given
        byte[] body = GraphBody.of(GraphBody.created("Sub-A", secretOfA.value(), "x"));
        failure = new QueueFullException("enqueue", new RuntimeException());

        // When
        Answer full = intake.take(body);
        failure = new QueueUnavailableException("enqueue", "no connection");
        Answer down = intake.take(body);
        lastPushes.flush();
        failure = null;
        Answer back = intake.take(body);

        // Then
        assertThat(List.of(full, down, back)).containsExactly(Answer.UNAVAILABLE, Answer.UNAVAILABLE, Answer.TAKEN);
        assertThat(channels.pushed).isEmpty();
        assertThat(batches).hasSize(1);
    }

    @Test
    void eventIsNotTakenThatTheUpkeepWillNotHearOf() {
        // Given
        wishes.failure = new QueueUnavailableException("asking", "no connection");

        // Then
        assertThat(intake.take(GraphBody.of(GraphBody.event("Sub-A", secretOfA.value(), "reauthorizationRequired"))))
                .isEqualTo(Answer.UNAVAILABLE);
    }

    @Test
    void nothingIsTakenBeforeTheMailboxesAreKnown() {
        // Given
        registry.loaded = false;

        // Then
        assertThat(intake.take(GraphBody.of(GraphBody.created("Sub-A", secretOfA.value(), "x"))))
                .isEqualTo(Answer.UNAVAILABLE);
    }

    @Test
    void whenTheLastPushCameIsNoted() {
        // When
        intake.take(GraphBody.of(GraphBody.created("Sub-A", secretOfA.value(), "x")));
        lastPushes.flush();

        // Then
        assertThat(channels.pushed).isEqualTo(Map.of(channels.idOf(a), NOW));
    }

    @Test
    void emptyCollectionIsTakenAndGarbageIsNot() {
        assertThat(intake.take(GraphBody.of())).isEqualTo(Answer.TAKEN);
        assertThat(intake.take(new byte[0])).isEqualTo(Answer.MALFORMED);
        assertThat(batches).isEmpty();
    }
}
