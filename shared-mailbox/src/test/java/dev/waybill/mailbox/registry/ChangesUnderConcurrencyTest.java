package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxRegistry.Changes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ChangesUnderConcurrencyTest {
    private static final int WRITERS = 6;
    private static final int CHANGES = 60;

    private final RegistryDatabase database = RegistryDatabase.fresh();
    private final PostgresMailboxRegistry registry = database.registry();

    @Test
    void changeThatCommitsLateIsNotMissed() throws Exception {
        // Given: a change that is made, and not committed
        Mailbox late = registry.add(RegistryDatabase.newMailbox("x"));
        Mailbox early = registry.add(RegistryDatabase.newMailbox("x"));
        long before = registry.changesSince(0).version();
        try (Connection open = database.source().getConnection();
                ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            open.setAutoCommit(false);
            pause(open, late.id());

            // When: another one begins later and wants to commit before
            Future<Boolean> overtaking = other.submit(() -> registry.setPaused(early.id(), true));
            awaitSomebodyWaitingForALock();
            Changes meanwhile = registry.changesSince(before);
            open.commit();
            assertThat(overtaking.get(20, TimeUnit.SECONDS)).isTrue();

            // Then: whoever read in between sees both afterwards
            assertThat(meanwhile.changed()).isEmpty();
            assertThat(registry.changesSince(meanwhile.version()).changed())
                    .extracting(Mailbox::id)
                    .containsExactly(late.id(), early.id());
        }
    }

    @Test
    void readerThatFollowsManyWritersEndsWithWhatIsThere() throws Exception {
        // Given
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            ids.add(registry.add(RegistryDatabase.newMailbox("x")).id());
        }
        Map<UUID, Boolean> written = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(WRITERS);

        // When
        Map<UUID, Boolean> followed = new HashMap<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            ids.forEach(id -> writers.execute(() -> {
                try {
                    for (int i = 0; i < CHANGES; i++) {
                        boolean paused = ThreadLocalRandom.current().nextBoolean();
                        registry.setPaused(id, paused);
                        written.put(id, paused);
                    }
                } finally {
                    done.countDown();
                }
            }));
            long version = 0;
            boolean last;
            do {
                last = done.getCount() == 0;
                Changes changes = registry.changesSince(version);
                changes.changed().forEach(mailbox -> followed.put(mailbox.id(), mailbox.paused()));
                version = changes.version();
            } while (!last);
        }

        // Then
        assertThat(written).hasSize(WRITERS);
        assertThat(followed).isEqualTo(written);
    }

    private static void pause(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update mailbox set paused = true where id = ?")) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
    }

    private void awaitSomebodyWaitingForALock() throws SQLException {
        boolean waiting = false;
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            while (!waiting) {
                try (var row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) {
                    row.next();
                    waiting = row.getLong(1) > 0;
                }
            }
        }
    }
}
