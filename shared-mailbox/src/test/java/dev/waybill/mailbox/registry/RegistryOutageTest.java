package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.PostgresServer;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.TinkCredentials;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RegistryOutageTest {
    @Test
    void copyServesAndNotesWaitWhilePostgresIsDown() {
        try (PostgresServer server = PostgresServer.start(PostgresServer.Options.temporary())) {
            // Given
            var database =
                    new RegistryDatabase(RegistryDatabase.source(server.jdbcUrl(), server.user(), server.password()));
            RegistrySchema.migrate(database.source());
            PostgresMailboxRegistry registry = database.registry();
            Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));
            var copy = new PollingRegistryCopy(registry, List.of());
            copy.refresh();
            var log = new PostgresHealthLog(database.source(), InstantSource.system());

            // When
            server.stop();
            copy.refresh();
            log.record(mailbox.id(), MailboxState.UNREACHABLE, "first", Optional.empty());
            log.record(mailbox.id(), MailboxState.AUTH_FAILED, "second", Optional.empty());

            // Then
            assertThat(copy.fresh()).isFalse();
            assertThat(copy.all()).containsExactly(mailbox);
            assertThatThrownBy(() -> registry.find(mailbox.id()))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("finding mailbox " + mailbox.id());
            assertThatThrownBy(() -> new TinkCredentials(
                                    database.source(), Keysets.open(Optional.empty(), Optional.empty()))
                            .open(mailbox.id()))
                    .isInstanceOfSatisfying(
                            MailboxAccessException.class,
                            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT));

            // When
            server.restart();
            copy.refresh();
            log.flush();

            // Then
            assertThat(copy.fresh()).isTrue();
            assertThat(log.find(mailbox.id())).map(MailboxHealth::lastError).contains("second");
        }
    }
}
