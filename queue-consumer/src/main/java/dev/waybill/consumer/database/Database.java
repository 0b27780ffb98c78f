package dev.waybill.consumer.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Runs short transactions on PostgreSQL and translates the driver's exceptions by SQLSTATE. A transaction that PostgreSQL chose as the
 * victim of a deadlock runs again, up to three times: nothing of it took place.
 */
public final class Database {
    private static final int TRIES = 3;
    /** The server, or the way to it: it heals without us. 25: read-only, while a standby takes over. 40, 55: too many rivals. */
    private static final Set<String> WORLD = Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58", "XX");

    /** The migration has not run yet. */
    private static final String NO_TABLE = "42P01";

    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

    private final DataSource dataSource;

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done with the connection; it must not keep it. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Several statements that commit together, or not at all when the work throws. */
    public <T> T transaction(String operation, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return commit(connection, work);
            } catch (SQLException e) {
                if (attempt == TRIES || !TRY_AGAIN.contains(e.getSQLState())) {
                    throw translated(operation, e);
                }
            }
        }
    }

    /** One statement, or reads that need no common snapshot. */
    public <T> T autocommit(String operation, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw translated(operation, e);
        }
    }

    private static <T> T commit(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.on(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
            connection.setAutoCommit(true);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is broken, so PostgreSQL rolls back by itself; what broke it is on its way to the caller.
        }
    }

    /** A pool that gives no connection in time says so without a state. */
    private static RuntimeException translated(String operation, SQLException e) {
        String state = e.getSQLState();
        boolean world =
                state == null || state.length() < 2 || WORLD.contains(state.substring(0, 2)) || state.equals(NO_TABLE);
        return world ? new DatabaseUnavailableException(operation, e) : new DatabaseRefusedException(operation, e);
    }
}
