package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    private Path directory;

    @Test
    void committedRowsSurviveStopKillAndANewOwner() throws SQLException {
        var options = PostgresServer.Options.durable(directory.resolve("data"), "first secret");
        // Given
        try (PostgresServer postgres = PostgresServer.start(options)) {
            execute(postgres, "CREATE TABLE kept (word text)");
            execute(postgres, "INSERT INTO kept VALUES ('before the stop')");
            postgres.restart();
            execute(postgres, "INSERT INTO kept VALUES ('before the kill')");
            postgres.kill();
            assertThat(postgres.isAlive()).isFalse();
            postgres.restart();
            execute(postgres, "INSERT INTO kept VALUES ('after')");
        }
        // When
        try (PostgresServer postgres = PostgresServer.start(options)) {
            // Then
            assertThat(query(postgres, "SELECT string_agg(word, ', ') FROM kept"))
                    .isEqualTo("before the stop, before the kill, after");
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void signInNeedsThePassword() {
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.Options.temporary())) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void lostPasswordOfKeptDataIsSaidAtTheStart() {
        Path data = directory.resolve("data");
        PostgresServer.start(PostgresServer.Options.durable(data, "the old one").withFsync(false))
                .close();
        assertThatThrownBy(() -> PostgresServer.start(PostgresServer.Options.durable(data, "a new one")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("another password")
                .hasMessageContaining(data.toString());
    }

    @Test
    void postmasterNoteOfAnEndedProcessWhosePidLivesAgainDoesNotStopTheStart() throws IOException, SQLException {
        // Given
        Path data = directory.resolve("data");
        var options = PostgresServer.Options.durable(data, "secret").withFsync(false);
        PostgresServer.start(options).close();
        String note = "%d\n%s\n1000000000\n5432\n\n127.0.0.1\n"
                .formatted(ProcessHandle.current().pid(), data);
        Files.writeString(data.resolve("postmaster.pid"), note);
        // When
        try (PostgresServer postgres = PostgresServer.start(options)) {
            // Then
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void postmasterOfADeadOwnerIsStoppedBeforeTheNextStarts() throws Exception {
        // Given
        Path data = directory.resolve("data");
        long orphan = OtherJvm.runToItsEnd(OrphanedPostgres.class, data.toString());
        assertThat(ProcessIdentity.of(orphan)).isPresent();
        // When
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.Options.durable(data, "secret"))) {
            // Then
            assertThat(ProcessIdentity.of(orphan)).isEmpty();
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void directoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        Path data = file.resolve("data");
        assertThatThrownBy(() -> PostgresServer.start(PostgresServer.Options.durable(data, "secret")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("cannot keep its data in " + data);
    }

    private static void execute(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect(PostgresServer.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer postgres, String sql) throws SQLException {
        try (Connection connection = postgres.connect(PostgresServer.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    /** Starts a PostgreSQL, says its pid, and dies as by SIGKILL. */
    static final class OrphanedPostgres {
        private OrphanedPostgres() {}

        public static void main(String[] arguments) {
            PostgresServer postgres =
                    PostgresServer.start(PostgresServer.Options.durable(Path.of(arguments[0]), "secret"));
            System.out.println(postgres.pid());
            Runtime.getRuntime().halt(0);
        }
    }
}
