package dev.waybill.consumer.database;

import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Tells whether PostgreSQL can be used: it answers, and the tables are there. Brings the registry's and the consumer's tables up to date
 * first, once; so the service starts without PostgreSQL and goes on when it comes.
 */
public final class SchemaProbe implements Runnable {
    /** Flyway tries once a second; the slowest migration of another replica should fit in. */
    private static final int LOCK_TRIES = 120;

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

    /** Both sets of tables lie in one schema, so one that is not empty counts as version 0. */
    public static void migrateConsumer(DataSource dataSource) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/consumer")
                    .table("flyway_consumer")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .lockRetryCount(LOCK_TRIES)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The consumer's tables could not be brought up to date: " + e.getMessage()
                            + ". Repair what it names in PostgreSQL; the service goes on trying",
                    e);
        }
    }
}
