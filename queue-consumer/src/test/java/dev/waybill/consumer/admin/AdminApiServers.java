package dev.waybill.consumer.admin;

import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.TestServers;
import dev.waybill.devstack.TestServers.TestDatabase;
import dev.waybill.mailbox.credential.Keysets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Redis, PostgreSQL and a mail server for one run of the service, and its admin token. */
public final class AdminApiServers implements QuarkusTestResourceLifecycleManager {
    static final String TOKEN = "the-token-of-this-test";

    private @Nullable MailServer mail;

    @Override
    public Map<String, String> start() {
        TestDatabase database = TestServers.freshDatabase();
        mail = MailServer.start();
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        config.put("quarkus.datasource.username", database.user());
        config.put("quarkus.datasource.password", database.password());
        config.put("quarkus.redis.hosts", TestServers.redis().freshDatabase().toString());
        config.put("waybill.keyset", Keysets.generate());
        config.put("waybill.admin.token", TOKEN);
        config.put("waybill.mailbox.allow-private-hosts", "true");
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(Objects.requireNonNull(mail), new TestInjector.MatchesType(MailServer.class));
    }

    @Override
    public void stop() {
        if (mail != null) {
            mail.close();
        }
    }
}
