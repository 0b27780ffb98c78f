package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.MailboxState;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StaleTroublesTest {
    private static final UUID MAILBOX = Samples.ID;

    private final FakeHealth health = new FakeHealth();
    private final SteppedTime time = new SteppedTime();

    private void unreachable(Duration nextTry) {
        health.record(
                MAILBOX,
                MailboxState.UNREACHABLE,
                "its server did not deliver in time",
                Optional.of(time.now().plus(nextTry)));
    }

    @Test
    void troubleThatNobodyToldAgainIsTakenBackWhereTheMailboxIsWatched() {
        // Given
        unreachable(Duration.ofSeconds(30));
        time.step(Duration.ofSeconds(91));
        // When
        new StaleTroubles(health, MAILBOX::equals, time).run();
        // Then
        assertThat(health.says(MAILBOX, MailboxState.ACTIVE)).isTrue();
        assertThat(health.find(MAILBOX).orElseThrow().lastError()).isEmpty();
    }

    @Test
    void troubleWhoseNextTryMayBeUnderWayStays() {
        // Given
        unreachable(Duration.ofSeconds(30));
        time.step(Duration.ofSeconds(89));
        // When
        new StaleTroubles(health, MAILBOX::equals, time).run();
        // Then
        assertThat(health.notes()).hasSize(1);
    }

    @Test
    void troubleOfAMailboxThatIsNotWatchedWellStays() {
        // Given
        unreachable(Duration.ofSeconds(30));
        time.step(Duration.ofMinutes(10));
        // When
        new StaleTroubles(health, mailbox -> false, time).run();
        // Then
        assertThat(health.notes()).hasSize(1);
    }

    @Test
    void whatAPersonHasToMendStays() {
        // Given
        health.record(
                MAILBOX,
                MailboxState.AUTH_FAILED,
                "the password is refused",
                Optional.of(time.now().plusSeconds(300)));
        time.step(Duration.ofMinutes(10));
        // When
        new StaleTroubles(health, MAILBOX::equals, time).run();
        // Then
        assertThat(health.notes()).hasSize(1);
    }
}
