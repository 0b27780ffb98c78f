package dev.waybill.ingress.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.ingress.Eventually;
import dev.waybill.ingress.FakeRegistryCopy;
import dev.waybill.ingress.push.Channels;
import dev.waybill.ingress.push.LastPushes;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.mailbox.Connection;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.QueueUnavailableException;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PubSubPullTest {
    private static final String ADDRESS = "help@acme.example";

    private final PullServer server = new PullServer();
    private final List<Notice> noticed = new CopyOnWriteArrayList<>();
    private volatile boolean redisIsDown;
    private final FakeRegistryCopy registry = new FakeRegistryCopy();
    private final GmailAddresses addresses = new GmailAddresses();
    private final Channels channels = new Channels();
    private final PubSubPull pull = new PubSubPull(
            new PullSettings("projects/p/subscriptions/s", Optional.of(server.target()), Optional.empty()),
            new GoogleIntake(
                    registry,
                    addresses,
                    channels.copy,
                    this::enqueue,
                    new LastPushes(channels, () -> Instant.EPOCH),
                    new PushMetrics(new SimpleMeterRegistry())),
            Duration.ofMillis(20));
    private final UUID mailbox = registry.connect("default", ADDRESS, false, new Connection.Gmail(ADDRESS));

    @BeforeEach
    void start() {
        addresses.changed(registry.find(mailbox).orElseThrow());
        pull.start();
    }

    @AfterEach
    void stop() {
        pull.stop();
        server.close();
    }

    private Enqueue.Accepted enqueue(List<Notice> notices) {
        if (redisIsDown) {
            throw new QueueUnavailableException("enqueue", "no connection");
        }
        noticed.addAll(notices);
        return new Enqueue.Accepted(notices.size(), 0, 0, 0);
    }

    private void publish(String historyId) {
        server.publish("{\"emailAddress\":\"" + ADDRESS + "\",\"historyId\":" + historyId + "}");
    }

    private void awaitNotice(String historyId) {
        Eventually.until(
                "history " + historyId + " is noticed",
                () -> noticed.contains(new Notice(mailbox, new Locator.GmailHistory(historyId))));
    }

    @Test
    void messageIsAcknowledgedWhenItIsInTheQueue() {
        // When
        publish("7");
        publish("\"8\"");

        // Then
        awaitNotice("7");
        awaitNotice("8");
        Eventually.until("both are acknowledged", () -> server.acked.size() == 2);
        assertThat(server.givenBack).hasValue(0);
        assertThat(pull.isRunning()).isTrue();
    }

    @Test
    void garbageIsAcknowledged() {
        // When
        server.publish("garbage");

        // Then
        Eventually.until("it is acknowledged", () -> server.acked.size() == 1);
        assertThat(noticed).isEmpty();
    }

    @Test
    void messageComesAgainUntilRedisTakesIt() {
        // Given
        redisIsDown = true;
        publish("7");
        Eventually.until("it is given back", () -> server.givenBack.get() > 0);
        assertThat(server.acked).isEmpty();

        // When
        redisIsDown = false;

        // Then
        awaitNotice("7");
        Eventually.until("it is acknowledged", () -> !server.acked.isEmpty());
    }

    @Test
    void pullIsStartedAnewWhenSomethingEndedItForGood() {
        // Given
        Eventually.until("it pulls", server::isPulled);
        for (Status fatal : List.of(Status.NOT_FOUND, Status.PERMISSION_DENIED)) {
            int before = server.opened.get();

            // When
            server.refusal = fatal;
            server.end(fatal);
            Eventually.until("it has tried again", () -> server.opened.get() > before + 1);
            server.refusal = Status.OK;

            // Then
            Eventually.until("it pulls again", server::isPulled);
        }
        publish("9");
        awaitNotice("9");
    }

    @Test
    void lostConnectionIsMendedWithoutALostMessage() {
        // Given
        Eventually.until("it pulls", server::isPulled);

        // When
        server.end(Status.UNAVAILABLE);
        publish("9");

        // Then
        awaitNotice("9");
    }
}
