package dev.waybill.imap;

import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresHealthLog;
import dev.waybill.mailbox.registry.RegistrySchema;
import dev.waybill.mailbox.token.CachedAccessTokens;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Keeps the registry's copy up to date. Brings the tables up to date first, as soon as PostgreSQL answers: the service starts
 * without it. Notes on mailboxes and renewed credentials that PostgreSQL missed are
 * written here, too.
 */
final class RegistryRefresh implements Runnable {
    private static final Logger LOG = Logger.getLogger(RegistryRefresh.class);

    private final DataSource database;
    private final PollingRegistryCopy copy;
    private final PostgresHealthLog health;
    private final CachedAccessTokens tokens;
    private boolean migrated;
    private boolean complained;

    RegistryRefresh(
            DataSource database, PollingRegistryCopy copy, PostgresHealthLog health, CachedAccessTokens tokens) {
        this.database = database;
        this.copy = copy;
        this.health = health;
        this.tokens = tokens;
    }

    @Override
    public void run() {
        if (!migrated) {
            migrate();
        }
        if (migrated) {
            copy.refresh();
            health.flush();
            tokens.flush();
        }
    }

    private void migrate() {
        try {
            RegistrySchema.migrate(database);
            migrated = true;
        } catch (RegistryUnavailableException e) {
            if (!complained) {
                LOG.warnf("%s; trying again until it answers, no mailbox is watched before", e.getMessage());
                complained = true;
            }
        }
    }
}
