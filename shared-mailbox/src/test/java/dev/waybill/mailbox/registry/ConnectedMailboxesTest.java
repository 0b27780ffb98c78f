package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.registry.ConnectedMailboxes.Listed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresForQuarkus.class)
class ConnectedMailboxesTest {
    @Inject
    DataSource source;

    @Test
    void pagesGoByAddressAndShowStates() throws Exception {
        // Given
        PostgresMailboxRegistry registry = new RegistryDatabase(source).registry();
        Mailbox b = registry.add(RegistryDatabase.newMailbox("pages", "B@example.org", "x"));
        Mailbox a = registry.add(RegistryDatabase.newMailbox("pages", "a@example.org", "x"));
        Mailbox c = registry.add(RegistryDatabase.newMailbox("pages", "c@example.org", "x"));
        Mailbox gone = registry.add(RegistryDatabase.newMailbox("pages", "aa@example.org", "x"));
        registry.remove(gone.id());
        registry.add(RegistryDatabase.newMailbox("other", "a@example.org", "x"));
        new PostgresHealthLog(source, InstantSource.system())
                .record(a.id(), MailboxState.QUOTA, "too much", Optional.empty());

        // When
        List<Listed> first = ConnectedMailboxes.page("pages", "", 2);
        List<Listed> second = ConnectedMailboxes.page("pages", "B@example.org", 2);

        // Then
        assertThat(first).extracting(Listed::mailbox).containsExactly(a, b);
        assertThat(first.getFirst().health()).map(MailboxHealth::state).contains(MailboxState.QUOTA);
        assertThat(first.getLast().health()).isEmpty();
        assertThat(second).extracting(Listed::mailbox).containsExactly(c);
    }

    @Test
    void pageIsReadOnAnyThread() throws Exception {
        // Given
        Mailbox mailbox = new RegistryDatabase(source)
                .registry()
                .add(RegistryDatabase.newMailbox("threads", "a@example.org", "x"));
        Callable<List<Listed>> reading = () -> ConnectedMailboxes.page("threads", "", 10);

        // When
        List<Listed> page;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            page = threads.submit(reading).get();
        }

        // Then
        assertThat(page).extracting(Listed::mailbox).containsExactly(mailbox);
    }
}
