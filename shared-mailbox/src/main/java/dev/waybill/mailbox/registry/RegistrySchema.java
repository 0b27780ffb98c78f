package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.RegistryUnavailableException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The tables of the registry. Three services migrate them at their start, at once if it must be: Flyway's lock lets one do the work.
 *
 * <p>They lie in one schema with the consumer's tables, whose history is a table of its own. So a schema that is not empty is no
 * reason to stop: it counts as version 0.
 */
public final class RegistrySchema {
    /** Flyway tries once a second; the slowest migration of another replica should fit in. */
    private static final int LOCK_TRIES = 120;

    private RegistrySchema() {}

    /**
     * Brings the tables up to date. May be repeated.
     *
     * @throws RegistryUnavailableException PostgreSQL does not answer; try again later
     */
    public static void migrate(DataSource database) {
        try {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/mailbox")
                    .table("flyway_registry")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .lockRetryCount(LOCK_TRIES)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && Database.isUnavailable(sql)) {
                    throw new RegistryUnavailableException("migrating the registry", sql);
                }
            }
            throw e;
        }
    }
}
