package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxConflictException;
import dev.waybill.mailbox.MailboxRegistry.Changes;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.credential.Keysets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresMailboxRegistryTest {
    private RegistryDatabase database;
    private PostgresMailboxRegistry registry;

    @BeforeEach
    void connect() {
        database = RegistryDatabase.fresh();
        registry = database.registry();
    }

    @Test
    void addedMailboxIsFoundAsItWasAdded() {
        // Given
        NewMailbox wanted = RegistryDatabase.newMailbox("secret");

        // When
        Mailbox added = registry.add(wanted);

        // Then
        assertThat(registry.find(added.id())).contains(added);
        assertThat(added.startAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678901Z"));
        assertThat(added.folders()).containsExactly("INBOX", "Büro/Support");
        assertThat(added.connection()).isEqualTo(wanted.connection());
        assertThat(added.paused()).isFalse();
    }

    @Test
    void connectionOfEveryProviderIsKept() {
        // Given
        List<Connection> connections = List.of(
                new Connection.Graph(GraphCloud.GLOBAL, "help@contoso.example"),
                new Connection.Graph(GraphCloud.CHINA, "3f2b8c1e-0d7a-4b8f-9a51-0c2d4e6f8a9b"),
                new Connection.Gmail("help@example.org"));

        // Then
        for (Connection connection : connections) {
            NewMailbox base = RegistryDatabase.newMailbox("x");
            Mailbox added = registry.add(new NewMailbox(
                    base.tenant(),
                    UUID.randomUUID() + "@example.org",
                    connection,
                    base.folders(),
                    base.startAt(),
                    base.afterProcessing(),
                    base.secret()));
            assertThat(registry.find(added.id()).orElseThrow().connection()).isEqualTo(connection);
            assertThat(added.provider()).isEqualTo(connection.provider());
        }
    }

    @Test
    void addressIsFoundInAnyCaseWithinItsTenant() {
        // Given
        Mailbox added = registry.add(RegistryDatabase.newMailbox("one", "Help@Example.org", "x"));

        // Then
        assertThat(registry.findByAddress("one", "help@example.ORG")).contains(added);
        assertThat(registry.findByAddress("two", "Help@Example.org")).isEmpty();
    }

    @Test
    void addressIsConnectedOnceInATenant() {
        // Given
        registry.add(RegistryDatabase.newMailbox("one", "help@example.org", "x"));

        // Then
        assertThatThrownBy(() -> registry.add(RegistryDatabase.newMailbox("one", "HELP@example.org", "y")))
                .isInstanceOf(MailboxConflictException.class);
        assertThat(registry.add(RegistryDatabase.newMailbox("two", "help@example.org", "y")))
                .isNotNull();
    }

    @Test
    void removedAddressMayBeConnectedAgain() {
        // Given
        Mailbox first = registry.add(RegistryDatabase.newMailbox("one", "help@example.org", "x"));
        registry.remove(first.id());

        // When
        Mailbox second = registry.add(RegistryDatabase.newMailbox("one", "help@example.org", "x"));

        // Then
        assertThat(registry.findByAddress("one", "help@example.org")).contains(second);
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void everyTreatmentAndSecurityIsKept() {
        // Given
        List<AfterProcessing> treatments = List.of(
                new AfterProcessing.Keep(),
                new AfterProcessing.MarkSeen(),
                new AfterProcessing.Move("Done"),
                new AfterProcessing.Delete());

        // Then
        for (AfterProcessing treatment : treatments) {
            for (Security security : Security.values()) {
                NewMailbox base = RegistryDatabase.newMailbox("x");
                Mailbox added = registry.add(new NewMailbox(
                        base.tenant(),
                        base.address(),
                        new Connection.Imap("h", 1143, security, "user"),
                        base.folders(),
                        base.startAt(),
                        treatment,
                        base.secret()));
                assertThat(registry.find(added.id())).contains(added);
            }
        }
    }

    @Test
    void changesTellWhatWasAddedPausedAndRemovedSince() {
        // Given
        Mailbox kept = registry.add(RegistryDatabase.newMailbox("x"));
        Mailbox paused = registry.add(RegistryDatabase.newMailbox("x"));
        Mailbox removed = registry.add(RegistryDatabase.newMailbox("x"));
        long before = registry.changesSince(0).version();

        // When
        registry.setPaused(paused.id(), true);
        registry.remove(removed.id());

        // Then
        Changes changes = registry.changesSince(before);
        assertThat(changes.version()).isEqualTo(before + 2);
        assertThat(changes.changed()).singleElement().satisfies(mailbox -> {
            assertThat(mailbox.id()).isEqualTo(paused.id());
            assertThat(mailbox.paused()).isTrue();
        });
        assertThat(changes.removed()).containsExactly(removed.id());
        assertThat(registry.changesSince(changes.version()))
                .isEqualTo(new Changes(changes.version(), List.of(), List.of()));
        assertThat(registry.changesSince(0).changed())
                .extracting(Mailbox::id)
                .containsExactlyInAnyOrder(kept.id(), paused.id());
    }

    @Test
    void pausingWhatIsPausedChangesNothing() {
        // Given
        Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));
        registry.setPaused(mailbox.id(), true);
        long before = registry.changesSince(0).version();

        // When
        boolean there = registry.setPaused(mailbox.id(), true);

        // Then
        assertThat(there).isTrue();
        assertThat(registry.changesSince(0).version()).isEqualTo(before);
    }

    @Test
    void removedMailboxIsGoneAndItsRowTellsSo() {
        // Given
        Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));

        // When
        boolean removed = registry.remove(mailbox.id());

        // Then
        assertThat(removed).isTrue();
        assertThat(registry.remove(mailbox.id())).isFalse();
        assertThat(registry.find(mailbox.id())).isEmpty();
        assertThat(registry.setPaused(mailbox.id(), true)).isFalse();
        assertThat(registry.changesSince(0).removed()).containsExactly(mailbox.id());
    }

    @Test
    void unknownMailboxIsNotThere() {
        assertThat(registry.find(UUID.randomUUID())).isEmpty();
        assertThat(registry.setPaused(UUID.randomUUID(), true)).isFalse();
        assertThat(registry.remove(UUID.randomUUID())).isFalse();
    }

    @Test
    void rowOfALaterVersionHidesNoOther() throws SQLException {
        // Given
        Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));
        try (var connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into mailbox (id, address, provider, connection, folders, start_at)"
                    + " values (gen_random_uuid(), 'later@example.org', 'graph', '{}', '{INBOX}', now())");
        }

        // When
        Changes changes = registry.changesSince(0);

        // Then
        assertThat(changes.changed()).containsExactly(mailbox);
    }

    @Test
    void hostInsideTheOperatorsNetworkIsRefused() {
        // Given
        var strict = new PostgresMailboxRegistry(
                database.source(),
                Keysets.open(Optional.of(Keysets.generate()), Optional.empty()),
                new HostPolicy(false));
        NewMailbox base = RegistryDatabase.newMailbox("x");
        NewMailbox inside = new NewMailbox(
                base.tenant(),
                base.address(),
                new Connection.Imap("169.254.169.254", 80, Security.NONE, "user"),
                base.folders(),
                base.startAt(),
                base.afterProcessing(),
                base.secret());

        // Then
        assertThatThrownBy(() -> strict.add(inside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not on the public Internet");
        assertThat(registry.changesSince(0).changed()).isEmpty();
    }

    @Test
    void folderThatFitsInNoPointerIsRefused() {
        // Given
        NewMailbox base = RegistryDatabase.newMailbox("x");

        // Then
        for (String folder : List.of("x".repeat(256), " ", "IN\nBOX", "IN\0BOX")) {
            assertThatThrownBy(() -> registry.add(new NewMailbox(
                            base.tenant(),
                            base.address(),
                            base.connection(),
                            List.of("INBOX", folder),
                            base.startAt(),
                            base.afterProcessing(),
                            base.secret())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("folder");
        }
    }

    @Test
    void withoutKeysetNothingIsAdded() {
        // Given
        PostgresMailboxRegistry closed = database.registry(Keysets.open(Optional.empty(), Optional.empty()));

        // Then
        assertThatThrownBy(() -> closed.add(RegistryDatabase.newMailbox("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("WAYBILL_KEYSET_FILE");
        assertThat(registry.changesSince(0).changed()).isEmpty();
    }

    @Test
    void secretIsNotInTheDatabase() throws SQLException {
        // Given
        registry.add(RegistryDatabase.newMailbox("correct horse battery staple"));
        assertThat(new Secret.Password("correct horse").toString()).doesNotContain("horse");

        // When
        String everything;
        try (var connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select string_agg(m::text, '') || string_agg(c::text, '')"
                        + " || string_agg(encode(c.ciphertext, 'escape'), '') from mailbox m, mailbox_credential c")) {
            row.next();
            everything = row.getString(1);
        }

        // Then
        assertThat(everything).contains("imap.example.org").doesNotContain("horse");
    }
}
