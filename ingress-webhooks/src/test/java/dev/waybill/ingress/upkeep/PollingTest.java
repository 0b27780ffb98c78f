package dev.waybill.ingress.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.http.Fault;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.push.PushState.Mode;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mailboxes that no push tells of, or not any more. */
@Timeout(60)
final class PollingTest {
    private static final UpkeepWorld WORLD = new UpkeepWorld();

    private final UpkeepWorld world = WORLD.emptied();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private String deliverGraph(Mailbox mailbox, Instant at) {
        return world.graph.mailbox(mailbox.address()).deliver(UpkeepWorld.mail(), "inbox", at);
    }

    private String deliver(Mailbox mailbox) {
        world.clock.step(Duration.ofSeconds(5));
        return deliverGraph(mailbox, world.clock.instant());
    }

    private void pushed(Mailbox mailbox) {
        world.channels.pushed(Map.of(world.channels.of(mailbox.id()).getFirst().id(), world.clock.instant()));
    }

    private List<Locator> mails(UUID mailbox) {
        return world.taken(mailbox).stream()
                .filter(locator -> !locator.isDiscovery())
                .toList();
    }

    @Test
    void withoutAPublicAddressMicrosoftsMailboxesArePolled() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round(Optional.empty(), Optional.empty());
        String before = deliverGraph(mailbox, world.clock.instant().minus(Duration.ofDays(1)));
        String first = deliver(mailbox);

        // When
        round.run();
        List<Locator> firstRound = mails(mailbox.id());
        round.run();
        List<Locator> tooEarly = mails(mailbox.id());
        world.clock.step(Duration.ofMinutes(1));
        String second = deliver(mailbox);
        round.run();

        // Then
        assertThat(firstRound).containsExactly(new Locator.Graph(first)).doesNotContain(new Locator.Graph(before));
        assertThat(tooEarly).isEmpty();
        assertThat(mails(mailbox.id())).contains(new Locator.Graph(second));
        assertThat(world.subscriptions(mailbox)).isEmpty();
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.POLLING);
        assertThat(world.state(mailbox).reason()).isEqualTo("no_public_url");
    }

    @Test
    void withoutATopicGmailMailboxesArePolled() {
        // Given
        Mailbox mailbox = world.connectGmail();
        UpkeepRound round = world.round(Optional.empty(), Optional.empty());
        world.clock.step(Duration.ofSeconds(5));
        String first = world.gmail.mailbox(mailbox.address()).deliver(UpkeepWorld.mail(), "INBOX");
        world.gmail.mailbox(mailbox.address()).deliver(UpkeepWorld.mail(), "SPAM");

        // When
        round.run();

        // Then
        assertThat(mails(mailbox.id())).containsExactly(new Locator.Gmail(first));
        assertThat(world.gmail.isWatched(mailbox.address())).isFalse();
        assertThat(world.state(mailbox).reason()).isEqualTo("no_topic");
    }

    @Test
    void manyMailsAreEnqueuedInChunks() {
        // Given
        Mailbox mailbox = world.connectGraph();
        for (int i = 0; i < 1_250; i++) {
            deliverGraph(mailbox, world.clock.instant().plusSeconds(i / 10));
        }

        // When
        world.round(Optional.empty(), Optional.empty()).run();

        // Then
        assertThat(mails(mailbox.id())).hasSize(1_250).doesNotHaveDuplicates();
    }

    @Test
    void mailboxWhosePushIsSilentIsPolledAndAPushEndsThat() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round();
        round.run();

        // When
        for (int look = 0; look < 4; look++) {
            assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
            world.clock.step(Duration.ofMinutes(7));
            deliver(mailbox);
            world.clock.step(Duration.ofMinutes(9));
            round.run();
        }

        // Then
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.POLLING);
        assertThat(world.state(mailbox).reason()).isEqualTo("silent");
        mails(mailbox.id());
        world.clock.step(Duration.ofMinutes(1));
        String polled = deliver(mailbox);
        round.run();
        assertThat(mails(mailbox.id())).contains(new Locator.Graph(polled));

        // When
        world.clock.step(Duration.ofMinutes(1));
        pushed(mailbox);
        round.run();

        // Then
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
        assertThat(world.state(mailbox).reason()).isEmpty();
    }

    @Test
    void silentPushIsProbedAfterADay() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round();
        round.run();
        UUID first = world.subscriptions(mailbox).getFirst().id();
        world.states.save(world.state(mailbox).in(Mode.POLLING, "silent", world.clock.instant()));

        // When
        world.clock.step(Duration.ofHours(23));
        round.run();
        boolean early = world.subscriptions(mailbox).getFirst().id().equals(first);
        world.clock.step(Duration.ofHours(2));
        round.run();

        // Then
        assertThat(early).isTrue();
        assertThat(world.subscriptions(mailbox)).hasSize(1);
        assertThat(world.subscriptions(mailbox).getFirst().id()).isNotEqualTo(first);
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.POLLING);
        assertThat(world.state(mailbox).since()).isAfter(world.clock.instant().minusSeconds(1));
    }

    @Test
    void mailboxWithoutMailIsNotSilent() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round();

        // When
        for (int look = 0; look < 6; look++) {
            round.run();
            world.clock.step(Duration.ofMinutes(16));
        }

        // Then
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
        assertThat(world.state(mailbox).silentLooks()).isZero();
    }

    @Test
    void oneLostPushIsForgivenByTheNextThatComes() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round();
        round.run();
        world.clock.step(Duration.ofMinutes(7));
        deliver(mailbox);
        world.clock.step(Duration.ofMinutes(9));
        round.run();
        world.clock.step(Duration.ofMinutes(16));
        round.run();
        assertThat(world.state(mailbox).silentLooks()).isEqualTo(1);

        // When
        world.clock.step(Duration.ofMinutes(8));
        pushed(mailbox);
        world.clock.step(Duration.ofMinutes(8));
        round.run();

        // Then
        assertThat(world.state(mailbox).silentLooks()).isZero();
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
    }

    @Test
    void mailboxWhoseSubscriptionCannotBeMadeIsPolledMeanwhile() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round();
        world.webhookStatus = 302;
        String first = deliver(mailbox);

        // When
        round.run();
        List<Locator> atOnce = mails(mailbox.id());
        round.run();
        List<Locator> tooEarly = mails(mailbox.id());
        List<Locator> later = new ArrayList<>();
        for (int minutes = 0; minutes < 5; minutes++) {
            String mail = deliver(mailbox);
            world.clock.step(Duration.ofMinutes(1));
            round.run();
            later.addAll(mails(mailbox.id()));
            assertThat(later).contains(new Locator.Graph(mail));
        }

        // Then
        assertThat(atOnce).containsExactly(new Locator.Graph(first));
        assertThat(tooEarly).isEmpty();
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.POLLING);
        assertThat(world.state(mailbox).reason()).isEqualTo("not_made");
        assertThat(world.state(mailbox).lastError()).contains("302");

        // When
        world.webhookStatus = 200;
        world.clock.step(Duration.ofMinutes(5));
        round.run();

        // Then
        assertThat(world.subscriptions(mailbox)).hasSize(1);
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
        assertThat(world.state(mailbox).reason()).isEmpty();
    }

    @Test
    void pushedMailboxIsNotPolledBecauseItsSubscriptionCannotBeRenewed() {
        // Given
        Mailbox mailbox = world.connectGraph();
        UpkeepRound round = world.round();
        round.run();
        world.clock.step(Duration.ofDays(5).plusHours(12));
        world.leadership.run();
        mails(mailbox.id());
        deliver(mailbox);
        world.graph.failAll(new Fault.Answer(503, "serviceUnavailable", ""));

        // When
        round.run();

        // Then
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
        assertThat(mails(mailbox.id())).isEmpty();
    }

    @Test
    void topicGivenLaterEndsPolling() {
        // Given
        Mailbox mailbox = world.connectGmail();
        world.round(Optional.empty(), Optional.empty()).run();

        // When
        world.round(Optional.empty(), Optional.of(GmailSimulator.TOPIC)).run();

        // Then
        assertThat(world.state(mailbox).mode()).isEqualTo(Mode.PUSH);
        assertThat(world.gmail.isWatched(mailbox.address())).isTrue();
    }
}
