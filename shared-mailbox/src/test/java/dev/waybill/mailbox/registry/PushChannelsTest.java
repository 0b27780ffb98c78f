package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PollingPushCopy;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.push.PushCopy;
import dev.waybill.mailbox.push.PushState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushChannelsTest {
    private static final Instant EXPIRY = Instant.parse("2026-12-01T10:00:00Z");

    private final RegistryDatabase database = RegistryDatabase.fresh();
    private final PostgresPushChannels channels = new PostgresPushChannels(database.source());
    private final PostgresPushUpkeep leader = new PostgresPushUpkeep(database.source());
    private final PostgresPushUpkeep other = new PostgresPushUpkeep(database.source());
    private final PollingPushCopy copy = new PollingPushCopy(channels);
    private final UUID mailbox =
            database.registry().add(RegistryDatabase.newMailbox("x")).id();
    private final ClientState secret = ClientState.random(new SecureRandom());

    @BeforeEach
    void lead() {
        assertThat(leader.lead(Duration.ofMinutes(1))).isTrue();
        copy.refresh();
    }

    private UUID begun(String folder, ClientState with) {
        UUID id = UUID.randomUUID();
        assertThat(leader.begin(id, mailbox, folder, Optional.of(with.hash()))).isTrue();
        return id;
    }

    private static UUID idOf(PushCopy.Verdict verdict) {
        return verdict instanceof PushCopy.Authentic(PushChannel channel) ? channel.id() : new UUID(0, 0);
    }

    @Test
    void notificationProvesItselfBySubscriptionAndSecret() {
        // Given
        UUID channel = begun("INBOX", secret);
        leader.established(channel, Optional.of("Sub-A"), EXPIRY);

        // When
        copy.refresh();

        // Then
        assertThat(idOf(copy.authenticate("Sub-A", secret.value()))).isEqualTo(channel);
        assertThat(copy.authenticate("Sub-A", secret.value() + "x")).isInstanceOf(PushCopy.Forged.class);
        assertThat(copy.authenticate("Sub-A", "")).isInstanceOf(PushCopy.Forged.class);
        assertThat(copy.authenticate("sub-a", secret.value())).isInstanceOf(PushCopy.Unknown.class);
        assertThat(copy.find(mailbox, "INBOX").flatMap(PushChannel::expires)).contains(EXPIRY);
    }

    @Test
    void notificationThatOvertakesTheAnswerOfItsCreationProvesItselfBySecret() {
        // Given
        UUID channel = begun("INBOX", secret);

        // When
        copy.refresh();

        // Then
        assertThat(idOf(copy.authenticate("not-known-yet", secret.value()))).isEqualTo(channel);
        assertThat(copy.authenticate("not-known-yet", "guess")).isInstanceOf(PushCopy.Unknown.class);
    }

    @Test
    void anotherSubscriptionsSecretIsForged() {
        // Given
        ClientState others = ClientState.random(new SecureRandom());
        leader.established(begun("INBOX", secret), Optional.of("A"), EXPIRY);
        leader.established(begun("Sent", others), Optional.of("B"), EXPIRY);
        copy.refresh();

        // Then
        assertThat(copy.authenticate("A", others.value())).isInstanceOf(PushCopy.Forged.class);
        assertThat(copy.authenticate("B", secret.value())).isInstanceOf(PushCopy.Forged.class);
    }

    @Test
    void newChannelTakesThePlaceOfTheOldOne() {
        // Given
        UUID old = begun("INBOX", secret);
        leader.established(old, Optional.of("old"), EXPIRY);
        copy.refresh();
        ClientState next = ClientState.random(new SecureRandom());

        // When
        UUID anew = begun("INBOX", next);
        leader.established(anew, Optional.of("new"), EXPIRY);
        copy.refresh();

        // Then
        assertThat(copy.authenticate("old", secret.value())).isInstanceOf(PushCopy.Unknown.class);
        assertThat(idOf(copy.authenticate("new", next.value()))).isEqualTo(anew);
        assertThat(channels.all()).extracting(PushChannel::id).containsExactly(anew);
    }

    @Test
    void onlyTheLeaderWrites() {
        // Given
        UUID channel = begun("INBOX", secret);

        // Then
        assertThat(other.lead(Duration.ofMinutes(1))).isFalse();
        assertThat(other.begin(UUID.randomUUID(), mailbox, "INBOX", Optional.empty()))
                .isFalse();
        assertThat(other.established(channel, Optional.of("x"), EXPIRY)).isFalse();
        assertThat(other.remove(channel)).isFalse();
        assertThat(channels.all()).extracting(PushChannel::id).containsExactly(channel);
    }

    @Test
    void leaderWhoseTimeIsOverWritesNothing() {
        // Given
        UUID channel = begun("INBOX", secret);
        leader.lead(Duration.ZERO.minusMillis(1));

        // Then
        assertThat(leader.established(channel, Optional.of("x"), EXPIRY)).isFalse();
        assertThat(other.lead(Duration.ofMinutes(1))).isTrue();
        assertThat(other.established(channel, Optional.of("y"), EXPIRY)).isTrue();
    }

    @Test
    void resignedLeaderIsFollowedAtOnce() {
        // When
        leader.resign();

        // Then
        assertThat(other.lead(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void lastPushNeverMovesBackAndIsNobodysNews() {
        // Given
        UUID channel = begun("INBOX", secret);
        long version = channels.changesSince(0).version();

        // When
        channels.pushed(Map.of(channel, EXPIRY));
        channels.pushed(Map.of(channel, EXPIRY.minusSeconds(60), UUID.randomUUID(), EXPIRY));

        // Then
        assertThat(channels.of(mailbox)).extracting(PushChannel::lastPush).containsExactly(Optional.of(EXPIRY));
        assertThat(channels.changesSince(0).version()).isEqualTo(version);
    }

    @Test
    void removedMailboxBeginsNothing() {
        // Given
        database.registry().remove(mailbox);

        // Then
        assertThat(leader.begin(UUID.randomUUID(), mailbox, "INBOX", Optional.empty()))
                .isFalse();
    }

    @Test
    void copyFollowsADatabaseThatFellBack() throws Exception {
        // Given
        UUID channel = begun("INBOX", secret);
        leader.established(channel, Optional.of("A"), EXPIRY);
        copy.refresh();
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from push_channel");
            statement.execute("update push_version set version = 0");
        }

        // When
        copy.refresh();

        // Then
        assertThat(copy.authenticate("A", secret.value())).isInstanceOf(PushCopy.Unknown.class);
        assertThat(channels.changesSince(0)).isEqualTo(new PushChannels.Changes(0, List.of(), List.of()));
    }

    @Test
    void stateIsKeptWholeAndOnlyTheLeaderChangesIt() {
        // Given
        PostgresPushStates ours = new PostgresPushStates(database.source(), leader);
        PostgresPushStates others = new PostgresPushStates(database.source(), other);
        PushState state = PushState.initial(mailbox, EXPIRY)
                .in(PushState.Mode.POLLING, "silent", EXPIRY)
                .listed(EXPIRY)
                .looked(2)
                .failed("no\0 answer", true, Optional.of(Duration.ofMinutes(7)), EXPIRY);

        // When
        boolean saved = ours.save(state);

        // Then
        assertThat(saved).isTrue();
        assertThat(others.save(state.worked())).isFalse();
        assertThat(ours.find(mailbox)).hasValueSatisfying(found -> {
            assertThat(found.lastError()).isEqualTo("no  answer");
            assertThat(found.nextTry()).contains(EXPIRY.plus(Duration.ofMinutes(7)));
            assertThat(found.silentLooks()).isEqualTo(2);
            assertThat(found.listedUntil()).contains(EXPIRY);
        });
        assertThat(PostgresPushStates.readOnly(database.source()).all()).containsOnlyKeys(mailbox);
        assertThat(PostgresPushStates.readOnly(database.source()).save(state)).isFalse();
    }

    @Test
    void pausesGrowToAnHourOrToFiveMinutesInAnOutageAndEndWithTheFirstSuccess() {
        // Given
        PushState outage = PushState.initial(mailbox, EXPIRY);
        PushState refused = outage;

        // When
        for (int i = 0; i < 20; i++) {
            outage = outage.failed("x", true, Optional.empty(), EXPIRY);
            refused = refused.failed("x", false, Optional.empty(), EXPIRY);
        }

        // Then
        assertThat(outage.nextTry()).contains(EXPIRY.plus(Duration.ofMinutes(5)));
        assertThat(refused.nextTry()).contains(EXPIRY.plus(Duration.ofHours(1)));
        assertThat(refused.worked()).isEqualTo(PushState.initial(mailbox, EXPIRY));
    }
}
