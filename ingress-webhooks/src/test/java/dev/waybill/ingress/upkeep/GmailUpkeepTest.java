package dev.waybill.ingress.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.http.Fault;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GmailUpkeepTest {
    private static final UpkeepWorld WORLD = new UpkeepWorld();

    private final UpkeepWorld world = WORLD.emptied();
    private final UpkeepRound round = world.round();
    private final Mailbox mailbox = world.connectGmail();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private Instant end() {
        return world.channels.of(mailbox.id()).stream()
                .findFirst()
                .flatMap(PushChannel::expires)
                .orElseThrow();
    }

    @Test
    void mailboxIsWatchedAndLookedAtOnce() {
        // When
        round.run();

        // Then
        assertThat(world.gmail.isWatched(mailbox.address())).isTrue();
        assertThat(Duration.between(world.clock.instant(), end())).isBetween(Duration.ofDays(6), Duration.ofDays(7));
        assertThat(world.taken(mailbox.id())).hasExactlyElementsOfTypes(Locator.GmailHistory.class);
    }

    @Test
    void watchIsRenewedEachDayAndNotMoreOften() {
        // Given
        round.run();
        Instant first = end();

        // When
        world.clock.step(Duration.ofHours(20));
        round.run();
        Instant sameDay = end();
        world.clock.step(Duration.ofHours(7));
        round.run();

        // Then
        assertThat(sameDay).isEqualTo(first);
        assertThat(end()).isAfter(first);
    }

    @Test
    void renewalMovesNobodysCursor() {
        // Given
        round.run();
        world.taken(mailbox.id());
        world.gmail.mailbox(mailbox.address()).deliver(UpkeepWorld.mail(), "INBOX");
        world.clock.step(Duration.ofHours(27));

        // When
        round.run();

        // Then
        assertThat(world.taken(mailbox.id())).noneMatch(Locator.GmailHistory.class::isInstance);
    }

    @Test
    void afterAGapTheMailboxIsLookedAt() {
        // Given
        round.run();
        world.taken(mailbox.id());
        world.clock.step(Duration.ofDays(8));

        // When
        round.run();

        // Then
        assertThat(world.gmail.isWatched(mailbox.address())).isTrue();
        assertThat(world.taken(mailbox.id())).hasAtLeastOneElementOfType(Locator.GmailHistory.class);
    }

    @Test
    void newCredentialIsTriedAtOnceHoweverLongTheOldOneFailed() {
        // Given
        for (int hours = 0; hours < 12; hours++) {
            world.gmail.failNext(mailbox.address(), new Fault.Answer(403, "domainPolicy", ""));
            round.run();
            // The longest pause; PostgreSQL rounds its end to a microsecond, up as well.
            world.clock.step(Duration.ofHours(1).plusMillis(1));
            world.leadership.run();
        }
        world.gmail.failNext(mailbox.address(), new Fault.Answer(403, "domainPolicy", ""));
        round.run();
        world.clock.step(Duration.ofSeconds(10));
        round.run();
        assertThat(world.gmail.isWatched(mailbox.address())).isFalse();

        // When
        world.registry.put(new Mailbox(
                mailbox.id(),
                mailbox.tenant(),
                mailbox.address(),
                mailbox.connection(),
                mailbox.folders(),
                mailbox.startAt(),
                false,
                mailbox.afterProcessing(),
                mailbox.version() + 1));
        round.run();

        // Then
        assertThat(world.gmail.isWatched(mailbox.address())).isTrue();
        assertThat(world.state(mailbox).failures()).isZero();
    }

    @Test
    void failureIsShownAndTriedAgainLater() {
        // Given
        world.gmail.failNext(mailbox.address(), new Fault.Answer(403, "domainPolicy", ""));

        // When
        round.run();

        // Then
        assertThat(world.state(mailbox).failures()).isEqualTo(1);
        assertThat(world.state(mailbox).lastError()).isNotEmpty();
        world.clock.step(Duration.ofHours(2));
        round.run();
        assertThat(world.state(mailbox).failures()).isZero();
        assertThat(world.gmail.isWatched(mailbox.address())).isTrue();
    }
}
