package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.TestServers;
import dev.waybill.mailbox.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RegistrySchemaTest {
    private final DataSource source = RegistryDatabase.source(TestServers.freshDatabase());

    @RepeatedTest(5)
    void threeServicesMayMigrateAtOnce() throws Exception {
        // Given
        Callable<Boolean> service = () -> {
            RegistrySchema.migrate(source);
            return true;
        };

        // When
        List<Future<Boolean>> all;
        try (ExecutorService services = Executors.newFixedThreadPool(3)) {
            all = services.invokeAll(Stream.of(service, service, service).toList());
        }

        // Then
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        assertThat(new RegistryDatabase(source).registry().changesSince(0).changed())
                .isEmpty();
    }

    @Test
    void serviceWaitsForOneThatMigrates() throws Exception {
        // Given
        CompletableFuture<Void> second;
        try (Connection first = source.getConnection();
                Statement statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(33602696198581356)");

            // When
            second = CompletableFuture.runAsync(() -> RegistrySchema.migrate(source));
            awaitAWaiter(statement);

            // Then
            assertThat(second).isNotDone();
            first.rollback();
        }
        assertThat(second).succeedsWithin(Duration.ofSeconds(30));
    }

    private static void awaitAWaiter(Statement statement) throws Exception {
        boolean waits = false;
        while (!waits) {
            try (ResultSet row = statement.executeQuery("select count(*) from pg_locks where locktype = 'advisory'"
                    + " and database = (select oid from pg_database where datname = current_database())"
                    + " and not granted")) {
                row.next();
                waits = row.getLong(1) > 0;
            }
        }
    }

    @Test
    void schemaWithTheTablesOfAnotherHistoryIsMigratedToo() throws Exception {
        // Given
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table flyway_consumer (version int); create table ticket (id int)");
        }

        // When
        RegistrySchema.migrate(source);

        // Then
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from registry_version")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1)).isZero();
        }
    }

    @Test
    void databaseThatDoesNotAnswerIsToldFromABrokenMigration() {
        // Given
        DataSource nobody = RegistryDatabase.source("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none");

        // Then
        assertThatThrownBy(() -> RegistrySchema.migrate(nobody)).isInstanceOf(RegistryUnavailableException.class);
    }
}
