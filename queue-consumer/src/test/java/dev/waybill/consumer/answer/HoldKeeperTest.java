package dev.waybill.consumer.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HoldKeeperTest {
    private final InMemoryQueue queue = new InMemoryQueue();
    private final UUID id = UUID.randomUUID();
    private Mailbox mailbox = mailbox(false, 1);
    private final WatchedHolds holds = new WatchedHolds(queue.holds());
    private final MailboxTroubles troubles =
            new MailboxTroubles(queue.holds(), new SilentHealth(), step -> {}, new SteppedPace());
    private final HoldKeeper keeper =
            new HoldKeeper(new OneMailbox(), holds, troubles, new HoldKeeper.Limits(64, 3, 5));

    private Mailbox mailbox(boolean paused, long version) {
        Connection.Imap connection = new Connection.Imap("localhost", 143, Connection.Security.NONE, "user");
        return new Mailbox(
                id,
                "default",
                "a@example.com",
                connection,
                List.of("INBOX"),
                Instant.EPOCH,
                paused,
                new AfterProcessing.Keep(),
                version);
    }

    private void passes(int passes) {
        for (int i = 0; i < passes; i++) {
            keeper.run();
        }
    }

    @Test
    void aPausedMailboxIsHeldAndAResumedOneIsNot() {
        // Given
        passes(2);
        mailbox = mailbox(true, 2);

        // When
        passes(2);
        boolean held = !queue.holds().held().isEmpty();
        mailbox = mailbox(false, 3);
        passes(2);

        // Then
        assertThat(held).isTrue();
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void aPauseThatTheCopyHasNotSeenYetIsLeftAlone() {
        // Given
        passes(2);
        queue.holds().holdUntilResumed(id, "paused");

        // When
        passes(1);
        mailbox = mailbox(true, 2);
        passes(5);

        // Then
        assertThat(queue.holds().held()).hasSize(1);
    }

    @Test
    void aReplacedCredentialIsTriedAtOnce() {
        // Given
        passes(2);
        queue.holds().hold(id, Duration.ofMinutes(5), "auth_failed");
        passes(3);
        assertThat(queue.holds().held()).hasSize(1);

        // When
        mailbox = mailbox(false, 2);
        passes(1);

        // Then
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void whatFailsWithTheOldCredentialWhileAPassReadsTheHoldsHoldsNothingForLong() {
        // Given
        passes(2);
        Mailbox old = mailbox;
        mailbox = mailbox(false, 2);
        holds.behindHeld(() -> troubles.noCredential(
                old,
                new MailboxAccessException(FailureClass.CREDENTIAL, "token_refused", "sign in again", null, null)));

        // When
        passes(1);
        queue.advance(Duration.ofSeconds(3));
        queue.upkeep().promote(10);

        // Then
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void whatRedisDidNotTakeInAPassIsMadeUpForByTheNext() {
        // Given
        passes(2);
        queue.holds().hold(id, Duration.ofMinutes(5), "auth_failed");
        mailbox = mailbox(false, 2);
        holds.beforeResume(() -> {
            throw new QueueUnavailableException("resume", "Redis did not answer");
        });
        assertThatThrownBy(() -> passes(1)).isInstanceOf(QueueUnavailableException.class);

        // When
        holds.beforeResume(() -> {});
        passes(1);

        // Then
        assertThat(queue.holds().held()).isEmpty();
    }

    private final class OneMailbox implements RegistryCopy {
        @Override
        public Optional<Mailbox> find(UUID wanted) {
            return Optional.of(mailbox).filter(m -> m.id().equals(wanted));
        }

        @Override
        public Optional<Mailbox> findByAddress(String address) {
            return Optional.of(mailbox);
        }

        @Override
        public Collection<Mailbox> all() {
            return List.of(mailbox);
        }

        @Override
        public long revision() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isRemoved(UUID wanted) {
            return false;
        }

        @Override
        public boolean loaded() {
            return true;
        }

        @Override
        public boolean fresh() {
            return true;
        }
    }
}
