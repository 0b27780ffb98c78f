package dev.waybill.mailbox.registry;

import dev.waybill.devstack.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the tests' PostgreSQL to Quarkus. */
public final class PostgresForQuarkus implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestServers.TestDatabase database = TestServers.freshDatabase();
        RegistrySchema.migrate(RegistryDatabase.source(database));
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password());
    }

    @Override
    public void stop() {
        // The server ends with the JVM.
    }
}
