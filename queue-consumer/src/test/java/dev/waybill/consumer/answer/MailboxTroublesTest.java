package dev.waybill.consumer.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.InMemoryQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MailboxTroublesTest {
    private final InMemoryQueue queue = new InMemoryQueue();
    private final SilentHealth health = new SilentHealth();
    private final SteppedPace pace = new SteppedPace();
    private final WatchedHolds holds = new WatchedHolds(queue.holds());
    private final MailboxTroubles troubles = new MailboxTroubles(holds, health, step -> {}, pace);
    private final Mailbox mailbox = new Mailbox(
            UUID.randomUUID(),
            "default",
            "a@example.com",
            new Connection.Imap("localhost", 143, Connection.Security.NONE, "user"),
            List.of("INBOX"),
            Instant.EPOCH,
            false,
            new AfterProcessing.Keep(),
            1);

    @Test
    void anUnreachableMailboxIsLeftAloneForAWhileAndHeldFromTheThirdFailure() {
        // When
        Duration first =
                troubles.unreachable(mailbox, "connect_failed", "no connection").delay();
        boolean waits = troubles.wait(mailbox.id()).isPresent();
        pace.step(first);
        boolean triesAgain = troubles.wait(mailbox.id()).isEmpty();
        MailboxTroubles.Rest second = troubles.unreachable(mailbox, "connect_failed", "no connection");
        pace.step(second.delay());
        boolean heldBefore = !queue.holds().held().isEmpty();
        MailboxTroubles.Rest third = troubles.unreachable(mailbox, "connect_failed", "no connection");

        // Then
        assertThat(first).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(waits).isTrue();
        assertThat(triesAgain).isTrue();
        assertThat(heldBefore).isFalse();
        assertThat(second.held()).isFalse();
        assertThat(third.held()).isTrue();
        assertThat(queue.holds().held()).hasSize(1);
        assertThat(health.find(mailbox.id())).hasValueSatisfying(h -> {
            assertThat(h.state()).isEqualTo(MailboxState.UNREACHABLE);
            assertThat(h.lastError()).isEqualTo("no connection");
            assertThat(h.nextTry()).isPresent();
        });
    }

    @Test
    void aMailboxThatIsLeftAloneForMinutesIsAskedAboutEveryTenSeconds() {
        // Given
        Duration delay = Duration.ZERO;

        // When
        while (delay.compareTo(Duration.ofSeconds(10)) <= 0) {
            pace.step(delay);
            delay = troubles.unreachable(mailbox, "connect_failed", "no connection")
                    .delay();
        }

        // Then
        assertThat(troubles.wait(mailbox.id())).hasValue(Duration.ofSeconds(10));
    }

    @Test
    void credentialThatIsReplacedWhileItsMailboxIsBeingHeldIsTriedAtOnce() {
        // Given
        holds.beforeHold(() -> {
            troubles.forget(mailbox.id(), 2);
            queue.holds().resume(mailbox.id());
        });

        // When
        troubles.noCredential(
                mailbox,
                new MailboxAccessException(FailureClass.CREDENTIAL, "token_refused", "sign in again", null, null));

        // Then
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void credentialThatWasReplacedWhileItFailedIsTriedAgainInAMoment() {
        // Given
        MailboxAccessException refused =
                new MailboxAccessException(FailureClass.CREDENTIAL, "token_refused", "sign in again", null, null);
        troubles.forget(mailbox.id(), 2);

        // When
        boolean held = troubles.noCredential(mailbox, refused);
        queue.advance(Duration.ofSeconds(3));
        queue.upkeep().promote(10);

        // Then
        assertThat(held).isTrue();
        assertThat(queue.holds().held()).isEmpty();
        assertThat(health.find(mailbox.id())).isEmpty();
    }

    @Test
    void tokenThatIsRejectedOnceIsReplacedInSecondsAndThenSomebodyHasToLook() {
        // Given
        MailboxAccessException rejected = new MailboxAccessException(
                FailureClass.CREDENTIAL, "token_rejected", "check the credential", null, null);

        // When
        troubles.noCredential(mailbox, rejected);
        pass(Duration.ofSeconds(16));
        boolean heldAfterOne = !queue.holds().held().isEmpty();
        troubles.noCredential(mailbox, rejected);
        pass(Duration.ofMinutes(4));
        boolean heldAfterTwo = !queue.holds().held().isEmpty();
        pass(Duration.ofMinutes(2));
        troubles.works(mailbox);
        troubles.noCredential(mailbox, rejected);
        pass(Duration.ofSeconds(16));

        // Then
        assertThat(heldAfterOne).isFalse();
        assertThat(heldAfterTwo).isTrue();
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void tokenThatIsRejectedToManyAtOnceWasRejectedOnce() {
        // Given
        MailboxAccessException rejected = new MailboxAccessException(
                FailureClass.CREDENTIAL, "token_rejected", "check the credential", null, null);

        // When
        for (int i = 0; i < 3; i++) {
            troubles.noCredential(mailbox, rejected);
            pass(Duration.ofSeconds(1));
        }
        pass(Duration.ofSeconds(13));

        // Then
        assertThat(queue.holds().held()).isEmpty();
    }

    /** For this process and for Redis. */
    private void pass(Duration time) {
        pace.step(time);
        queue.advance(time);
        queue.upkeep().promote(10);
    }

    @Test
    void manyFailuresAtOnceCountAsOne() {
        // When
        for (int i = 0; i < 10; i++) {
            troubles.unreachable(mailbox, "connect_failed", "no connection");
        }

        // Then
        assertThat(troubles.wait(mailbox.id()))
                .hasValueSatisfying(w -> assertThat(w).isLessThanOrEqualTo(Duration.ofSeconds(2)));
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void aProviderThatSaysWhenIsBelieved() {
        // When
        boolean held = troubles.throttled(
                mailbox,
                new MailboxAccessException(FailureClass.THROTTLED, "throttled", "later", Duration.ofSeconds(90), null));
        queue.advance(Duration.ofSeconds(89));
        queue.upkeep().promote(10);
        boolean still = !queue.holds().held().isEmpty();
        queue.advance(Duration.ofSeconds(2));
        queue.upkeep().promote(10);

        // Then
        assertThat(held).isTrue();
        assertThat(still).isTrue();
        assertThat(queue.holds().held()).isEmpty();
        assertThat(health.find(mailbox.id()).orElseThrow().state()).isEqualTo(MailboxState.QUOTA);
    }

    @Test
    void aMailboxThatWorksAgainIsSaidToBeActive() {
        // Given
        troubles.noCredential(
                mailbox,
                new MailboxAccessException(FailureClass.CREDENTIAL, "auth_failed", "wrong password", null, null));
        MailboxState before = health.find(mailbox.id()).orElseThrow().state();

        // When
        troubles.works(mailbox);

        // Then
        assertThat(before).isEqualTo(MailboxState.AUTH_FAILED);
        assertThat(health.find(mailbox.id()).orElseThrow().state()).isEqualTo(MailboxState.ACTIVE);
        assertThat(troubles.wait(mailbox.id())).isEmpty();
    }

    @Test
    void aMailboxThatWorkedWhileItsTroubleWasRecordedIsActiveAtTheNextTry() {
        // Given: another handler of the same mailbox succeeds just before the state is written
        AtomicReference<MailboxTroubles> self = new AtomicReference<>();
        SilentHealth slow = new SilentHealth() {
            @Override
            public void record(UUID id, MailboxState state, String lastError, Optional<Instant> nextTry) {
                if (state == MailboxState.QUOTA) {
                    self.get().works(mailbox);
                }
                super.record(id, state, lastError, nextTry);
            }
        };
        self.set(new MailboxTroubles(queue.holds(), slow, step -> {}, pace));
        self.get()
                .throttled(
                        mailbox, new MailboxAccessException(FailureClass.THROTTLED, "throttled", "later", null, null));

        // When
        self.get().works(mailbox);

        // Then
        assertThat(slow.find(mailbox.id()).orElseThrow().state()).isEqualTo(MailboxState.ACTIVE);
    }

    @Test
    void whatAnotherConsumerToldBeforeItDiedIsPutRightByOneThatLives() {
        // Given
        troubles.works(mailbox);
        health.record(mailbox.id(), MailboxState.UNREACHABLE, "told by another", Optional.empty());

        // When
        pace.step(Duration.ofSeconds(31));
        troubles.works(mailbox);

        // Then
        assertThat(health.find(mailbox.id()).orElseThrow().state()).isEqualTo(MailboxState.ACTIVE);
    }
}
