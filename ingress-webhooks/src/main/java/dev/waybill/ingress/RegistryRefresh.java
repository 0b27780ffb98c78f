package dev.waybill.ingress;

import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.RegistrySchema;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Keeps the registry's copy up to date. Brings the tables up to date first, as soon as PostgreSQL answers: the service starts
 * without it.
 */
final class RegistryRefresh implements Runnable {
    private static final Logger LOG = Logger.getLogger(RegistryRefresh.class);

    private final DataSource database;
    private final PollingRegistryCopy copy;
    private boolean migrated;
    private boolean complained;

    RegistryRefresh(DataSource database, PollingRegistryCopy copy) {
        this.database = database;
        this.copy = copy;
    }

    @Override
    public void run() {
        if (!migrated) {
            migrate();
        }
        if (migrated) {
            copy.refresh();
        }
    }

    private void migrate() {
        try {
            RegistrySchema.migrate(database);
            migrated = true;
        } catch (RegistryUnavailableException e) {
            if (!complained) {
                LOG.warnf("%s; trying again until it answers, pushes get 503 before", e.getMessage());
                complained = true;
            }
        }
    }
}
