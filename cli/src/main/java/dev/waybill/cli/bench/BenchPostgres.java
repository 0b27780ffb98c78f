package dev.waybill.cli.bench;

import dev.waybill.devstack.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL of its own for one scenario, and what its tables say. */
final class BenchPostgres implements AutoCloseable {
    private final PostgresServer server;

    private BenchPostgres(PostgresServer.Options options) {
        this.server = PostgresServer.start(options);
    }

    /** As a production server: it waits for the disk. */
    static BenchPostgres durable() {
        return new BenchPostgres(PostgresServer.Options.temporary().withFsync(true));
    }

    static BenchPostgres quick() {
        return new BenchPostgres(PostgresServer.Options.temporary());
    }

    /** What becomes of an answer. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** What a service needs to use it and this Redis. */
    Map<String, String> environment(String redis) {
        return BenchSecrets.environment(redis, server.jdbcUrl(), server.user(), server.password());
    }

    void run(String sql) {
        try (Connection database = server.connect(PostgresServer.DATABASE);
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw refused(sql, e);
        }
    }

    <T> T read(String sql, Reader<T> reader) {
        try (Connection database = server.connect(PostgresServer.DATABASE);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw refused(sql, e);
        }
    }

    /** Of the first column of the one row. */
    long number(String sql) {
        return Long.parseLong(text(sql));
    }

    /** As {@link #number}; empty without a row. */
    String text(String sql) {
        return read(sql, rows -> rows.next() ? String.valueOf(rows.getString(1)) : "");
    }

    private static BenchFailure refused(String sql, SQLException e) {
        return new BenchFailure("PostgreSQL refused " + sql + ": " + e.getMessage(), e);
    }

    double cpuSeconds() {
        return ProcessFigures.cpuSeconds(ProcessHandle.of(server.pid()).orElseThrow());
    }

    String settings() {
        return "PostgreSQL " + text("show server_version") + ", fsync " + text("show fsync") + ", synchronous_commit "
                + text("show synchronous_commit");
    }

    @Override
    public void close() {
        server.close();
    }
}
