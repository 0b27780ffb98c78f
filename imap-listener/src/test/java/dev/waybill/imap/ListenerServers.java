package dev.waybill.imap;

import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.mailbox.credential.Keysets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A Redis, a PostgreSQL and a mail server of this test's own, because it stops and starts them. */
public final class ListenerServers implements QuarkusTestResourceLifecycleManager {
    private RedisServer redis;
    private PostgresServer postgres;
    private MailServer mail;

    @Override
    public Map<String, String> start() {
        redis = RedisServer.start(RedisServer.Options.inMemory());
        postgres = PostgresServer.start(PostgresServer.Options.temporary());
        mail = MailServer.start();
        return Map.ofEntries(
                Map.entry("quarkus.redis.hosts", redis.uri().toString()),
                Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                Map.entry("quarkus.datasource.username", postgres.user()),
                Map.entry("quarkus.datasource.password", postgres.password()),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("waybill.keyset", Keysets.generate()),
                Map.entry("waybill.mailbox.allow-private-hosts", "true"),
                Map.entry("waybill.listener.poll-interval", "1s"),
                Map.entry("waybill.listener.idle-refresh", "3s"),
                Map.entry("waybill.listener.full-round", "6s"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisServer.class));
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(PostgresServer.class));
        injector.injectIntoFields(mail, new TestInjector.MatchesType(MailServer.class));
    }

    @Override
    public void stop() {
        if (mail != null) {
            mail.close();
        }
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
