package dev.waybill.mailbox.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings one set of tables up to date by Flyway, one process at a time.
 *
 * <p>The registry's and the consumer's tables lie in one schema, each with a history of its own. So a schema that is not empty is no
 * reason to stop: it counts as version 0. Flyway makes a history and its first row in two steps without its lock, and a process that
 * comes in between gives up; so everybody waits for a lock of ours first. PostgreSQL frees it when its holder dies.
 */
public final class TableMigration {
    /** Of {@code pg_advisory_xact_lock}; nothing else in Waybill uses one. */
    private static final long LOCK = 0x7761_7962_696c_6cL;

    /** Shorter than the services' time-out of a socket, so that the wait ends with a sentence. */
    private static final String PATIENCE = "20s";

    private TableMigration() {}

    /**
     * May be repeated. Needs two connections beside the one of the lock.
     *
     * @param location where the scripts are, as Flyway writes it
     * @param history the table that remembers what was run
     * @throws SQLException the lock was not given: PostgreSQL does not answer, or another process still migrates (55P03)
     * @throws org.flywaydb.core.api.FlywayException a script failed, or PostgreSQL went away
     */
    public static void run(DataSource database, String location, String history) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                statement.execute("set local lock_timeout = '" + PATIENCE + "'");
                statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
                Flyway.configure()
                        .dataSource(database)
                        .locations(location)
                        .table(history)
                        .baselineOnMigrate(true)
                        .baselineVersion("0")
                        .load()
                        .migrate();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
