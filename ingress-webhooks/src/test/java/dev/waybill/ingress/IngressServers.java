package dev.waybill.ingress;

import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.oauth.TokenServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A Redis and a PostgreSQL of this test's own, because it stops and starts them. */
public final class IngressServers implements QuarkusTestResourceLifecycleManager {
    public static final String AUDIENCE = "https://waybill.example.com/webhooks/google";
    public static final String SERVICE_ACCOUNT = "push@waybill.iam.gserviceaccount.com";

    private RedisServer redis;
    private PostgresServer postgres;
    private TokenServer tokens;
    private GmailSimulator gmail;

    @Override
    public Map<String, String> start() {
        redis = RedisServer.start(RedisServer.Options.inMemory());
        postgres = PostgresServer.start(PostgresServer.Options.temporary());
        tokens = TokenServer.start();
        gmail = GmailSimulator.start(tokens.directory());
        return Map.ofEntries(
                Map.entry("waybill.ingress.google.audiences", AUDIENCE),
                Map.entry("waybill.ingress.google.service-accounts", SERVICE_ACCOUNT),
                Map.entry("waybill.ingress.google.jwks-url", gmail.jwksUrl().toString()),
                Map.entry("quarkus.redis.hosts", redis.uri().toString()),
                Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                Map.entry("quarkus.datasource.username", postgres.user()),
                Map.entry("quarkus.datasource.password", postgres.password()),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("waybill.ingress.keys.crm", Keys.SECRET),
                Map.entry("waybill.ingress.keys.desk", Keys.OTHER_SECRET),
                Map.entry("waybill.ingress.key-tenants.desk", "acme"),
                Map.entry("waybill.ingress.keys.hasty", Keys.SECRET),
                Map.entry("waybill.ingress.rate-limit.per-second", "5"),
                Map.entry("waybill.ingress.rate-limit.burst", "20"),
                Map.entry("waybill.ingress.receive-timeout", "2s"),
                Map.entry("waybill.ingress.registry-interval", "100ms"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisServer.class));
        injector.injectIntoFields(gmail, new TestInjector.MatchesType(GmailSimulator.class));
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(PostgresServer.class));
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (gmail != null) {
            gmail.close();
        }
        if (tokens != null) {
            tokens.close();
        }
    }
}
