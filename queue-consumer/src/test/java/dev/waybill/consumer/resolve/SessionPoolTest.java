package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionPoolTest {
    private static final Duration KEEP = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final SteppedPace pace = new SteppedPace();
    private final List<FakeSession> made = new ArrayList<>();
    private final SessionPool pool = new SessionPool(this::connect, 2, KEEP, pace);
    private final UUID id = UUID.randomUUID();

    private ImapSession connect(Mailbox mailbox) {
        FakeSession session = new FakeSession();
        made.add(session);
        return session;
    }

    private Mailbox mailbox(long version) {
        Connection.Imap connection = new Connection.Imap("localhost", 143, Connection.Security.NONE, "user");
        return new Mailbox(
                id,
                "default",
                "a@example.com",
                connection,
                List.of("INBOX"),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                version);
    }

    private SessionPool.Lease turn() throws Exception {
        return pool.turn(mailbox(1), AT_ONCE).orElseThrow();
    }

    @Test
    void oneLoginServesManyTurns() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (SessionPool.Lease lease = turn()) {
                lease.view("INBOX", 5);
                lease.view("INBOX", 6);
            }
        }
        assertThat(made).hasSize(1);
        assertThat(made.getFirst().examined).isEqualTo(1);
    }

    @Test
    void aViewIsExaminedAnewForAnotherFolderAndForLaterMails() throws Exception {
        try (SessionPool.Lease lease = turn()) {
            assertThat(lease.view("INBOX", 99).fresh()).isTrue();
            assertThat(lease.view("INBOX", 99).fresh()).isFalse();
            assertThat(lease.view("INBOX", 100).fresh()).isTrue();
            assertThat(lease.view("Other", 1).fresh()).isTrue();
            assertThat(lease.view("INBOX", 1).fresh()).isTrue();
        }
    }

    @Test
    void atMostTwoTurnsAtAMailboxAtATime() throws Exception {
        // Given
        SessionPool.Lease first = turn();
        SessionPool.Lease second = turn();

        // When
        Optional<SessionPool.Lease> third = pool.turn(mailbox(1), AT_ONCE);
        first.close();
        Optional<SessionPool.Lease> afterwards = pool.turn(mailbox(1), AT_ONCE);

        // Then
        assertThat(third).isEmpty();
        assertThat(afterwards).isPresent();
        second.close();
    }

    @Test
    void aBrokenSessionIsNotUsedAgain() throws Exception {
        // Given
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
            lease.broken();
        }

        // When
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
        }

        // Then
        assertThat(made).hasSize(2);
        assertThat(made.getFirst().ended).isTrue();
    }

    @Test
    void anIdleSessionThatDiedIsReplacedAndNobodyNotices() throws Exception {
        // Given
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
        }
        made.getFirst().failure =
                new MailboxAccessException(FailureClass.TRANSIENT, "connection_lost", "gone", null, null);

        // When
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
        }

        // Then
        assertThat(made).hasSize(2);
    }

    @Test
    void aRefusalOnAnIdleSessionIsNoDeath() throws Exception {
        // Given
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
        }
        made.getFirst().failure =
                new MailboxAccessException(FailureClass.TRANSIENT, "folder_not_found", "no", null, null);

        // When, Then
        try (SessionPool.Lease lease = turn()) {
            assertThatThrownBy(() -> lease.fresh("INBOX")).hasMessage("no");
        }
        assertThat(made).hasSize(1);
    }

    @Test
    void idleSessionsAreClosedAfterAWhile() throws Exception {
        // Given
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
        }

        // When
        pace.step(KEEP.minusSeconds(1));
        pool.closeIdle();
        boolean early = made.getFirst().ended;
        pace.step(Duration.ofSeconds(1));
        pool.closeIdle();

        // Then
        assertThat(early).isFalse();
        assertThat(made.getFirst().ended).isTrue();
    }

    @Test
    void aSessionOfAnOlderConfigurationIsNotUsed() throws Exception {
        // Given
        try (SessionPool.Lease lease = turn()) {
            lease.fresh("INBOX");
        }

        // When
        try (SessionPool.Lease lease = pool.turn(mailbox(2), AT_ONCE).orElseThrow()) {
            lease.fresh("INBOX");
        }

        // Then
        assertThat(made).hasSize(2);
        assertThat(made.getFirst().ended).isTrue();
    }

    private static final class FakeSession implements ImapSession {
        private int examined;
        private boolean ended;
        private MailboxAccessException failure;

        @Override
        public ImapFolder examine(String folder) throws MailboxAccessException {
            if (failure != null) {
                throw failure;
            }
            examined++;
            return (ImapFolder) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ImapFolder.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("name") ? folder : new FolderStatus(7, 100, 99));
        }

        @Override
        public FolderStatus status(String folder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean supportsIdle() {
            return false;
        }

        @Override
        public void close() {
            ended = true;
        }

        @Override
        public void abort() {
            ended = true;
        }
    }
}
