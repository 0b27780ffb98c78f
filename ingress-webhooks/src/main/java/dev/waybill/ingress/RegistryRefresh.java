package dev.waybill.ingress;

import dev.waybill.ingress.push.LastPushes;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.push.PollingPushCopy;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.RegistrySchema;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Keeps the copies of the registry and of its push channels up to date, and notes which channels were pushed. Brings the tables up to date first, as soon as PostgreSQL answers: the service starts
 * without it.
 */
final class RegistryRefresh implements Runnable {
    private static final Logger LOG = Logger.getLogger(RegistryRefresh.class);

    private final DataSource database;
    private final PollingRegistryCopy copy;
    private final PollingPushCopy pushes;
    private final LastPushes lastPushes;
    private boolean migrated;
    private boolean complained;

    RegistryRefresh(DataSource database, PollingRegistryCopy copy, PollingPushCopy pushes, LastPushes lastPushes) {
        this.database = database;
        this.copy = copy;
        this.pushes = pushes;
        this.lastPushes = lastPushes;
    }

    @Override
    public void run() {
        if (!migrated) {
            migrate();
        }
        if (migrated) {
            copy.refresh();
            pushes.refresh();
            if (copy.fresh()) {
                lastPushes.flush();
            }
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
