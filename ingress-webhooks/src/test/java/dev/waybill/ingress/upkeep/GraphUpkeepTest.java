package dev.waybill.ingress.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.graph.GraphSubscription;
import dev.waybill.devstack.http.Fault;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.GraphSubscriptions.Subscribed;
import dev.waybill.mailbox.GraphSubscriptions.Wanted;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushCopy;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.queue.Locator;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GraphUpkeepTest {
    private static final UpkeepWorld WORLD = new UpkeepWorld();

    private final UpkeepWorld world = WORLD.emptied();
    private final UpkeepRound round = world.round();
    private final Mailbox mailbox = world.connectGraph();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private GraphSubscription subscription() {
        List<GraphSubscription> own = world.subscriptions(mailbox);
        assertThat(own).hasSize(1);
        return own.getFirst();
    }

    private PushChannel channel() {
        List<PushChannel> channels = world.channels.of(mailbox.id());
        assertThat(channels).hasSize(1);
        return channels.getFirst();
    }

    private PushCopy.Verdict authenticate(GraphSubscription subscription) {
        world.copy.refresh();
        return world.copy.authenticate(subscription.id().toString(), subscription.clientState());
    }

    /** Makes a subscription as a process does that dies before it could note it. */
    private Subscribed subscribeAsOneThatDied(UUID channel, ClientState secret) throws Exception {
        return world.providers
                .subscriptions()
                .create(
                        mailbox,
                        new Wanted(
                                world.providers.graph().folder(mailbox, "inbox"),
                                URI.create(world.publicUrl() + "/webhooks/microsoft?channel=" + channel),
                                URI.create(world.publicUrl() + "/webhooks/microsoft/lifecycle?channel=" + channel),
                                secret.value(),
                                world.clock.instant().plus(Duration.ofDays(3))));
    }

    @Test
    void newMailboxIsSubscribedOnceAndCompared() {
        // When
        round.run();
        round.run();

        // Then
        GraphSubscription made = subscription();
        assertThat(made.immutableIds()).isTrue();
        assertThat(made.changeTypes()).containsExactly("created");
        assertThat(made.lifecycleNotificationUrl()).asString().contains("/webhooks/microsoft/lifecycle?channel=");
        assertThat(made.clientState()).hasSize(43);
        assertThat(channel().expires()).contains(made.expires());
        assertThat(authenticate(made))
                .isEqualTo(new PushCopy.Authentic(
                        world.copy.find(mailbox.id(), "inbox").orElseThrow()));
        assertThat(world.taken(mailbox.id()))
                .containsExactly(new Locator.Reconcile(mailbox.startAt().toEpochMilli(), "subscribed"));
        assertThat(world.state(mailbox).mode()).isEqualTo(PushState.Mode.PUSH);
    }

    @Test
    void subscriptionIsRenewedLongBeforeItEnds() {
        // Given
        round.run();
        Instant end = subscription().expires();
        world.clock.step(Duration.ofDays(4));
        round.run();
        assertThat(subscription().expires()).isEqualTo(end);

        // When
        world.clock.step(Duration.ofDays(1));
        world.leadership.run();
        round.run();

        // Then
        assertThat(subscription().expires()).isAfter(end);
        assertThat(channel().expires()).contains(subscription().expires());
        assertThat(world.taken(mailbox.id()))
                .filteredOn(Locator.Reconcile.class::isInstance)
                .hasSize(1);
    }

    @Test
    void anotherReplicaGoesByTheEndAlone() {
        // Given
        round.run();
        Instant end = subscription().expires();
        world.clock.step(Duration.ofDays(5).plusHours(12));

        // When
        world.round().run();

        // Then
        assertThat(subscription().expires()).isAfter(end);
    }

    @Test
    void subscriptionThatIsGoneIsMadeAnewAndTheMailboxCompared() {
        // Given
        round.run();
        GraphSubscription old = subscription();
        world.taken(mailbox.id());
        world.graph.loseSubscription(old.id());
        world.clock.step(Duration.ofDays(5));

        // When
        round.run();

        // Then
        assertThat(subscription().id()).isNotEqualTo(old.id());
        assertThat(subscription().clientState()).isNotEqualTo(old.clientState());
        assertThat(authenticate(old)).isInstanceOf(PushCopy.Unknown.class);
        assertThat(authenticate(subscription())).isInstanceOf(PushCopy.Authentic.class);
        assertThat(world.taken(mailbox.id())).hasAtLeastOneElementOfType(Locator.Reconcile.class);
    }

    @Test
    void wishesOfGraphAreFulfilledAndForgotten() {
        // Given
        round.run();
        GraphSubscription old = subscription();
        world.clock.step(Duration.ofHours(1));

        // When
        world.wishes.ask(Map.of(channel().id(), Wish.RENEW, UUID.randomUUID(), Wish.RECREATE));
        round.run();
        GraphSubscription renewed = subscription();
        world.wishes.ask(Map.of(channel().id(), Wish.RECREATE));
        round.run();

        // Then
        assertThat(renewed.id()).isEqualTo(old.id());
        assertThat(renewed.expires()).isAfter(old.expires());
        assertThat(subscription().id()).isNotEqualTo(old.id());
        assertThat(world.wishes.waiting()).isEmpty();
    }

    @Test
    void subscriptionThatACrashLeftBehindIsAdopted() throws Exception {
        // Given
        UUID channel = UUID.randomUUID();
        ClientState secret = ClientState.random(new SecureRandom());
        world.upkeep.begin(channel, mailbox.id(), "inbox", Optional.of(secret.hash()));
        Subscribed made = subscribeAsOneThatDied(channel, secret);

        // When
        round.run();

        // Then
        assertThat(subscription().id()).hasToString(made.id());
        assertThat(channel().subscription()).contains(made.id());
        assertThat(authenticate(subscription())).isInstanceOf(PushCopy.Authentic.class);
        assertThat(world.taken(mailbox.id())).hasAtLeastOneElementOfType(Locator.Reconcile.class);
    }

    @Test
    void subscriptionWhoseSecretIsLostIsReplaced() throws Exception {
        // Given
        Subscribed orphan = subscribeAsOneThatDied(UUID.randomUUID(), ClientState.random(new SecureRandom()));

        // When
        round.run();

        // Then
        assertThat(subscription().id().toString()).isNotEqualTo(orphan.id());
        assertThat(authenticate(subscription())).isInstanceOf(PushCopy.Authentic.class);
    }

    @Test
    void nothingIsAskedForBeforeOurOwnAddressAnswers() {
        // Given
        world.webhookStatus = 302;

        // When
        round.run();

        // Then
        assertThat(world.subscriptions(mailbox)).isEmpty();
        assertThat(world.channels.of(mailbox.id())).isEmpty();
        assertThat(world.state(mailbox).lastError()).contains("public-url").contains("302");
        assertThat(world.state(mailbox).failures()).isEqualTo(1);

        // When
        world.webhookStatus = 200;
        round.run();
        assertThat(world.subscriptions(mailbox)).isEmpty();
        world.clock.step(Duration.ofMinutes(2));
        round.run();

        // Then
        assertThat(world.subscriptions(mailbox)).hasSize(1);
        assertThat(world.state(mailbox).failures()).isZero();
    }

    @Test
    void validationThatFailsAtRandomIsTriedAgainSoon() {
        // Given
        world.validationStatus = 503;

        // When
        round.run();
        boolean made = !world.subscriptions(mailbox).isEmpty();
        world.validationStatus = 200;
        world.clock.step(Duration.ofSeconds(31));
        round.run();

        // Then
        assertThat(made).isFalse();
        assertThat(world.subscriptions(mailbox)).hasSize(1);
        assertThat(authenticate(subscription())).isInstanceOf(PushCopy.Authentic.class);
    }

    @Test
    void outageThatBeganBeforeTheSubscriptionWasMadeIsOverSoonForUsToo() {
        // Given
        world.graph.failAll(new Fault.Answer(503, "serviceUnavailable", ""));
        for (int minutes = 0; minutes < 30; minutes += 3) {
            round.run();
            world.clock.step(Duration.ofMinutes(3));
            world.leadership.run();
        }
        assertThat(world.subscriptions(mailbox)).isEmpty();

        // When
        world.graph.failAll(null);
        world.clock.step(Duration.ofMinutes(4));
        round.run();

        // Then
        assertThat(world.subscriptions(mailbox)).hasSize(1);
        assertThat(world.taken(mailbox.id())).hasAtLeastOneElementOfType(Locator.Reconcile.class);
    }

    @Test
    void throttledMailboxIsLeftAloneForAsLongAsGraphSays() {
        // Given
        world.graph.failNext(mailbox.address(), new Fault.Answer(429, "ApplicationThrottled", "1800"));
        Mailbox other = world.connectGraph();

        // When
        round.run();

        // Then
        assertThat(world.state(mailbox).nextTry())
                .hasValueSatisfying(
                        next -> assertThat(next).isAfter(world.clock.instant().plusSeconds(1_700)));
        assertThat(world.channels.of(other.id())).hasSize(1);

        // When
        Instant before = world.state(mailbox).since();
        world.clock.step(Duration.ofMinutes(20));
        world.leadership.run();
        round.run();

        // Then
        assertThat(world.state(mailbox).listedUntil()).isEmpty();
        assertThat(world.state(mailbox).since()).isEqualTo(before);
    }

    @Test
    void onlyTheLeaderActsAndAnotherOneTakesOver() {
        // Given
        world.leadership.resign();

        // When
        round.run();

        // Then
        assertThat(world.subscriptions(mailbox)).isEmpty();
        world.leadership.run();
        round.run();
        assertThat(world.subscriptions(mailbox)).hasSize(1);
    }

    @Test
    void figuresAreToldByTheLeaderOnly() {
        // Given
        round.run();
        assertThat(world.meters
                        .get("waybill.push.expires.timestamp.seconds")
                        .tag("mailbox", mailbox.id().toString())
                        .gauge()
                        .value())
                .isEqualTo((double) subscription().expires().getEpochSecond());
        assertThat(world.meters.get("waybill.push.polled").gauge().value()).isZero();

        // When
        world.leadership.resign();
        round.run();

        // Then
        assertThat(world.meters.find("waybill.push.expires.timestamp.seconds").gauges())
                .isEmpty();
    }
}
