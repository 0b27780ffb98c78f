package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.ingress.SignatureCheck.SignedHeaders;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ImapIntakeTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

    private final InMemoryQueue queue = new InMemoryQueue();
    private final FakeRegistryCopy registry = new FakeRegistryCopy();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IngressMetrics metrics = new IngressMetrics(meters);
    private final Keys config =
            new Keys(Map.of("crm", Keys.SECRET, "desk", Keys.OTHER_SECRET), Map.of(), Map.of("desk", "acme"));
    private final ImapIntake intake = new ImapIntake(
            new SignatureCheck(CallerKeys.of(config), config.timestampTolerance(), () -> NOW),
            new CallerRates(Set.of("crm", "desk"), 10, 10, TimeMeter.SYSTEM_NANOTIME),
            new RequestMemory(Duration.ofMinutes(5), 100, () -> 0),
            registry,
            new TracedQueue(
                    pointers -> queue.producer().enqueue(pointers, Priority.LIVE),
                    OpenTelemetry.noop().getTracer("test"),
                    metrics,
                    () -> NOW),
            metrics);

    private final UUID mailbox = registry.connect("default", "support@example.com");

    private Answer take(SignedPush push) {
        return intake.take(push.headers(), push.bytes());
    }

    private static SignedPush crm(String body) {
        return SignedPush.of("crm", Keys.SECRET, NOW, body);
    }

    private static SignedPush desk(String body) {
        return SignedPush.of("desk", Keys.OTHER_SECRET, NOW, body);
    }

    private long waiting(UUID of) {
        return queue.control().mailbox(of).waiting();
    }

    private double counted(String outcome) {
        var counter = meters.find("waybill.ingress.notifications")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void pushIsEnqueuedByIdAndByAddress() {
        // When
        Answer byId = take(crm(SignedPush.body(mailbox, 1, 2)));
        Answer byAddress = take(crm(SignedPush.body("Support@EXAMPLE.com", 2, 3)));

        // Then
        assertThat(byId).isEqualTo(new Answer.Accepted(2, 0, 0, 0));
        assertThat(byAddress).isEqualTo(new Answer.Accepted(1, 1, 0, 0));
        assertThat(waiting(mailbox)).isEqualTo(3);
        assertThat(counted("queued")).isEqualTo(3);
    }

    @Test
    void exactRepeatEnqueuesNothing() {
        // Given
        SignedPush push = crm(SignedPush.body(mailbox, 1, 2));
        take(push);
        queue.failWith(new QueueUnavailableException("enqueue", "must not be called", new RuntimeException()));

        // When
        Answer repeated = take(push);

        // Then
        assertThat(repeated).isEqualTo(new Answer.Accepted(0, 2, 0, 0));
        assertThat(counted("repeated")).isEqualTo(2);
    }

    @Test
    void refusedPushIsNotTakenForARepeatLater() {
        // Given
        SignedPush push = crm(SignedPush.body(mailbox, 1));
        queue.failWith(new QueueFullException("enqueue", new RuntimeException()));
        assertThat(take(push)).isInstanceOf(Answer.Unavailable.class);

        // When
        queue.failWith(null);
        Answer second = take(push);

        // Then
        assertThat(second).isEqualTo(new Answer.Accepted(1, 0, 0, 0));
    }

    @Test
    void pausedMailboxAccepts() {
        // Given
        UUID paused = registry.connect("default", "paused@example.com", true);

        // When
        Answer answer = take(crm(SignedPush.body(paused, 1)));

        // Then
        assertThat(answer).isEqualTo(new Answer.Accepted(1, 0, 0, 0));
    }

    @Test
    void oneUnknownMailboxRefusesTheWholePushAndIsNamed() {
        // Given
        UUID removed = registry.connect("default", "gone@example.com");
        registry.remove(removed);
        String body = "{\"pointers\":[" + SignedPush.pointer(mailbox, 1) + "," + SignedPush.pointer(removed, 2) + ","
                + SignedPush.pointer("nobody@example.com", 3) + "]}";

        // When
        Answer answer = take(crm(body));

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.UnknownMailbox.class,
                        unknown -> assertThat(unknown.errors())
                                .containsExactly(
                                        new FieldError("pointers[1].mailbox", "was removed"),
                                        new FieldError("pointers[2].mailbox", "is not connected")));
        assertThat(waiting(mailbox)).isZero();
    }

    @Test
    void restrictedKeyKnowsOnlyItsTenant() {
        // Given
        UUID acmes = registry.connect("acme", "support@example.com");
        UUID removed = registry.connect("default", "gone@example.com");
        registry.remove(removed);

        // When
        Answer others = take(desk(SignedPush.body(mailbox, 1)));
        Answer own = take(desk(SignedPush.body("support@example.com", 1)));
        Answer othersRemoved = take(desk(SignedPush.body(removed, 1)));

        // Then
        FieldError unknown = new FieldError("pointers[0].mailbox", "is not connected");
        assertThat(others)
                .isInstanceOfSatisfying(
                        Answer.UnknownMailbox.class,
                        answer -> assertThat(answer.errors()).containsExactly(unknown));
        assertThat(othersRemoved)
                .isInstanceOfSatisfying(
                        Answer.UnknownMailbox.class,
                        answer -> assertThat(answer.errors()).containsExactly(unknown));
        assertThat(own).isEqualTo(new Answer.Accepted(1, 0, 0, 0));
        assertThat(waiting(acmes)).isEqualTo(1);
    }

    @Test
    void addressOfSeveralTenantsIsNotGuessed() {
        // Given
        registry.connect("acme", "support@example.com");

        // When
        Answer answer = take(crm(SignedPush.body("support@example.com", 1)));

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.UnknownMailbox.class,
                        unknown -> assertThat(unknown.errors())
                                .singleElement()
                                .satisfies(error -> assertThat(error.problem()).contains("UUID")));
    }

    @Test
    void nothingIsAcceptedBeforeTheRegistryIsLoaded() {
        // Given
        registry.loaded = false;

        // When
        Answer answer = take(crm(SignedPush.body(mailbox, 1)));

        // Then
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void unsignedPushLearnsNothingAboutMailboxesOrSchema() {
        // Given
        SignedPush garbage = crm("not json");
        SignedHeaders forged = new SignedHeaders("crm", garbage.timestamp(), "v1=" + "0".repeat(64));

        // When
        Answer answer = intake.take(forged, garbage.bytes());

        // Then
        assertThat(answer).isEqualTo(new Answer.Unauthenticated());
        assertThat(meters.get("waybill.ingress.refused")
                        .tag("reason", "signature")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void forgedRequestsDoNotSpendTheCallersRate() {
        // Given
        for (int i = 0; i < 50; i++) {
            intake.take(new SignedHeaders("crm", "1800000000", "v1=" + "0".repeat(64)), new byte[0]);
        }

        // When
        Answer answer = take(crm(SignedPush.body(mailbox, 1)));

        // Then
        assertThat(answer).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void callerAboveItsRateIsToldWhenToComeBack() {
        // Given
        Answer answer = new Answer.Unauthenticated();
        for (int uid = 1; uid <= 11 || answer instanceof Answer.Accepted; uid++) {
            // When
            answer = take(crm(SignedPush.body(mailbox, uid)));
        }

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.TooOften.class,
                        often ->
                                assertThat(often.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1)));
    }
}
