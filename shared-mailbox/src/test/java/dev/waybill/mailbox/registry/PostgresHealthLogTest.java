package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresHealthLogTest {
    private final RegistryDatabase database = RegistryDatabase.fresh();
    private final PostgresHealthLog log = new PostgresHealthLog(database.source(), InstantSource.system());
    private Mailbox mailbox;

    @BeforeEach
    void addMailbox() {
        mailbox = database.registry().add(RegistryDatabase.newMailbox("x"));
    }

    @Test
    void recordedStateIsShown() {
        // Given
        Instant next = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MICROS);

        // When
        log.record(mailbox.id(), MailboxState.AUTH_FAILED, "the password is refused", Optional.of(next));

        // Then
        assertThat(log.find(mailbox.id())).hasValueSatisfying(health -> {
            assertThat(health.state()).isEqualTo(MailboxState.AUTH_FAILED);
            assertThat(health.lastError()).isEqualTo("the password is refused");
            assertThat(health.nextTry()).contains(next);
            assertThat(health.since()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
        });
        assertThat(log.all()).containsOnlyKeys(mailbox.id());
    }

    @Test
    void sinceMovesOnlyWhenTheStateChanges() {
        // Given
        log.record(mailbox.id(), MailboxState.UNREACHABLE, "first", Optional.empty());
        Instant first = since();

        // When
        log.record(mailbox.id(), MailboxState.UNREACHABLE, "second", Optional.empty());
        Instant second = since();
        log.record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());
        Instant third = since();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(third).isAfter(first);
        assertThat(log.find(mailbox.id())).map(MailboxHealth::lastError).contains("");
    }

    @Test
    void clockThatWentBackHoldsUpNoNote() {
        // Given
        Instant[] now = {Instant.now()};
        PGSimpleDataSource source = (PGSimpleDataSource) database.source();
        String url = source.getURL();
        PostgresHealthLog onThisClock = new PostgresHealthLog(source, () -> now[0]);
        source.setURL("jdbc:postgresql://127.0.0.1:1/none");
        onThisClock.record(mailbox.id(), MailboxState.UNREACHABLE, "waits for PostgreSQL", Optional.empty());
        source.setURL(url);

        // When
        now[0] = now[0].minus(1, ChronoUnit.HOURS);
        onThisClock.flush();
        Optional<String> first = log.find(mailbox.id()).map(MailboxHealth::lastError);
        onThisClock.record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());

        // Then
        assertThat(first).contains("waits for PostgreSQL");
        assertThat(log.find(mailbox.id())).map(MailboxHealth::state).contains(MailboxState.ACTIVE);
    }

    @Test
    void longOrUnprintableErrorIsShortened() {
        // When
        log.record(mailbox.id(), MailboxState.UNREACHABLE, "NUL \0 and " + "x".repeat(100_000), Optional.empty());

        // Then
        assertThat(log.find(mailbox.id()))
                .hasValueSatisfying(health ->
                        assertThat(health.lastError()).startsWith("NUL   and x").hasSizeLessThan(1100));
    }

    @Test
    void stateOfAMailboxThatIsNotThereIsForgotten() {
        // Given
        UUID unknown = UUID.randomUUID();
        database.registry().remove(mailbox.id());

        // When
        log.record(unknown, MailboxState.ACTIVE, "", Optional.empty());
        log.record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());

        // Then
        assertThat(log.all()).isEmpty();
    }

    private Instant since() {
        return log.find(mailbox.id()).orElseThrow().since();
    }
}
