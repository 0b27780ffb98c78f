package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.Mailbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PollingRegistryCopyTest {
    private final RegistryDatabase database = RegistryDatabase.fresh();
    private final PostgresMailboxRegistry registry = database.registry();
    private final Heard heard = new Heard();
    private final PollingRegistryCopy copy = new PollingRegistryCopy(registry, List.of(new Failing(), heard));

    @Test
    void copyIsEmptyAndSaysSoUntilItWasRead() {
        // Given
        Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));
        assertThat(copy.loaded()).isFalse();
        assertThat(copy.find(mailbox.id())).isEmpty();

        // When
        copy.refresh();

        // Then
        assertThat(copy.loaded()).isTrue();
        assertThat(copy.fresh()).isTrue();
        assertThat(copy.all()).containsExactly(mailbox);
        assertThat(heard.news).containsExactly("changed " + mailbox.id());
    }

    @Test
    void everyChangeIsToldOnce() {
        // Given
        Mailbox paused = registry.add(RegistryDatabase.newMailbox("x"));
        Mailbox removed = registry.add(RegistryDatabase.newMailbox("x"));
        copy.refresh();
        heard.news.clear();

        // When
        registry.setPaused(paused.id(), true);
        registry.remove(removed.id());
        copy.refresh();
        copy.refresh();

        // Then
        assertThat(heard.news).containsExactlyInAnyOrder("changed " + paused.id(), "removed " + removed.id());
        assertThat(copy.find(paused.id())).map(Mailbox::paused).contains(true);
        assertThat(copy.find(removed.id())).isEmpty();
        assertThat(copy.isRemoved(removed.id())).isTrue();
        assertThat(copy.isRemoved(UUID.randomUUID())).isFalse();
    }

    @Test
    void revisionIsAnotherAfterEachChangeAndTheSameWithoutOne() {
        // Given
        Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));
        long empty = copy.revision();

        // When
        copy.refresh();
        long added = copy.revision();
        copy.refresh();
        long unchanged = copy.revision();
        registry.setPaused(mailbox.id(), true);
        copy.refresh();
        long paused = copy.revision();
        registry.remove(mailbox.id());
        copy.refresh();

        // Then
        assertThat(added).isEqualTo(unchanged).isNotEqualTo(empty);
        assertThat(paused).isNotIn(empty, added);
        assertThat(copy.revision()).isNotIn(empty, added, paused);
    }

    @Test
    void mailboxRemovedBeforeTheFirstReadIsKnownAsRemoved() {
        // Given
        Mailbox mailbox = registry.add(RegistryDatabase.newMailbox("x"));
        registry.remove(mailbox.id());

        // When
        copy.refresh();

        // Then
        assertThat(copy.isRemoved(mailbox.id())).isTrue();
        assertThat(heard.news).isEmpty();
    }

    @Test
    void addressOfTwoTenantsIsNobodys() {
        // Given
        Mailbox one = registry.add(RegistryDatabase.newMailbox("one", "Help@example.org", "x"));
        copy.refresh();
        assertThat(copy.findByAddress("help@EXAMPLE.org")).contains(one);

        // When
        Mailbox two = registry.add(RegistryDatabase.newMailbox("two", "help@example.org", "x"));
        copy.refresh();
        var ofBoth = copy.findByAddress("help@example.org");
        registry.remove(one.id());
        copy.refresh();

        // Then
        assertThat(ofBoth).isEmpty();
        assertThat(copy.findByAddress("help@example.org")).contains(two);
    }

    @Test
    void registryThatWentBackIsReadAnew() throws SQLException {
        // Given
        Mailbox kept = registry.add(RegistryDatabase.newMailbox("x"));
        Mailbox lost = registry.add(RegistryDatabase.newMailbox("x"));
        copy.refresh();
        long revision = copy.revision();
        heard.news.clear();

        // When: a backup from before the second one was added is restored
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from mailbox_credential; delete from mailbox where id = '" + lost.id()
                    + "'; update registry_version set version = version - 1");
        }
        copy.refresh();

        // Then
        assertThat(copy.all()).containsExactly(kept);
        assertThat(heard.news).contains("removed " + lost.id());
        assertThat(copy.isRemoved(lost.id())).isFalse();
        assertThat(copy.revision()).isNotEqualTo(revision);
    }

    private static final class Heard implements RegistryListener {
        final List<String> news = new ArrayList<>();

        @Override
        public void changed(Mailbox mailbox) {
            news.add("changed " + mailbox.id());
        }

        @Override
        public void removed(UUID mailbox) {
            news.add("removed " + mailbox);
        }
    }

    /** Comes first, and must not keep the news from the other. */
    private static final class Failing implements RegistryListener {
        @Override
        public void changed(Mailbox mailbox) {
            throw new IllegalStateException("a listener's own trouble");
        }

        @Override
        public void removed(UUID mailbox) {
            throw new IllegalStateException("a listener's own trouble");
        }
    }
}
