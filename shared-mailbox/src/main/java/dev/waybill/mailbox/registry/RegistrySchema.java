package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.RegistryUnavailableException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** The tables of the registry. Each of the services migrates them at its start, at once with the others if it must be. */
public final class RegistrySchema {
    private static final String OPERATION = "migrating the registry";

    private RegistrySchema() {}

    /**
     * Brings the tables up to date. May be repeated.
     *
     * @throws RegistryUnavailableException PostgreSQL does not answer, or another service is still migrating; try again later
     */
    public static void migrate(DataSource database) {
        try {
            TableMigration.run(database, "classpath:db/mailbox", "flyway_registry");
        } catch (SQLException e) {
            throw Database.translated(OPERATION, e);
        } catch (FlywayException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && Database.isUnavailable(sql)) {
                    throw new RegistryUnavailableException(OPERATION, sql);
                }
            }
            throw e;
        }
    }
}
