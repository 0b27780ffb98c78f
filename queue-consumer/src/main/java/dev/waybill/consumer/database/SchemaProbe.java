package dev.waybill.consumer.database;

import dev.waybill.mailbox.registry.TableMigration;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/**
 * Tells whether PostgreSQL can be used: it answers, and the tables are there. Brings the registry's and the consumer's tables up to date
 * first, once; so the service starts without PostgreSQL and goes on when it comes.
 */
public final class SchemaProbe implements Runnable {
    private final DataSource dataSource;
    private final Consumer<DataSource> registry;
    private final Database database;
    private volatile boolean migrated;

    /** {@code registry}: brings the registry's tables up to date; the consumer's read them. */
    public SchemaProbe(DataSource dataSource, Consumer<DataSource> registry) {
        this.dataSource = dataSource;
        this.registry = registry;
        this.database = new Database(dataSource);
    }

    @Override
    public void run() {
        database.autocommit("asking PostgreSQL for a sign of life", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("select 1");
            }
        });
        if (!migrated) {
            registry.accept(dataSource);
            migrateConsumer(dataSource);
            migrated = true;
        }
    }

    public boolean isMigrated() {
        return migrated;
    }

    public static void migrateConsumer(DataSource dataSource) {
        try {
            TableMigration.run(dataSource, "classpath:db/consumer", "flyway_consumer");
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The consumer's tables could not be brought up to date, another service may still be at it: "
                            + e.getMessage() + ". The service goes on trying",
                    e);
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The consumer's tables could not be brought up to date: " + e.getMessage()
                            + ". Repair what it names in PostgreSQL; the service goes on trying",
                    e);
        }
    }
}
