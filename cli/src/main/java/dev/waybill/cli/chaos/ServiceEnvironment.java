package dev.waybill.cli.chaos;

import dev.waybill.cli.supervisor.Secrets;
import dev.waybill.devstack.PostgresServer;
import java.util.HashMap;
import java.util.Map;

/** What each service of a run is told, by environment variables. */
final class ServiceEnvironment {
    /** So that a run of minutes sees what takes hours otherwise; the report names them. */
    static final Map<String, String> SHORTENED = Map.ofEntries(
            Map.entry("WAYBILL_QUEUE_CLAIM_TTL", "15s"),
            Map.entry("WAYBILL_CONSUMER_HANDLER_TIMEOUT", "10s"),
            Map.entry("WAYBILL_CONSUMER_DEAD_LETTER_PASS", "5s"),
            Map.entry("WAYBILL_LISTENER_IDLE_REFRESH", "30s"),
            Map.entry("WAYBILL_LISTENER_FULL_ROUND", "1m"),
            Map.entry("WAYBILL_LISTENER_RECONNECT_MAX", "15s"),
            Map.entry("WAYBILL_RECONCILE_INTERVAL", "15s"),
            Map.entry("WAYBILL_RECONCILE_WIDE_INTERVAL", "60s"),
            Map.entry("WAYBILL_INGRESS_UPKEEP_INTERVAL", "2s"),
            Map.entry("WAYBILL_INGRESS_UPKEEP_POLL_INTERVAL", "15s"),
            Map.entry("WAYBILL_INGRESS_UPKEEP_LOOK_INTERVAL", "30s"));

    private final Map<String, String> common = new HashMap<>(SHORTENED);

    ServiceEnvironment(Secrets secrets, PostgresServer postgres, Map<String, String> clouds) {
        common.putAll(clouds);
        common.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        common.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        common.put("WAYBILL_KEYSET_FILE", secrets.keyset(false).toString());
        common.put("WAYBILL_ADMIN_TOKEN_FILE", secrets.adminToken().toString());
        common.put("WAYBILL_MAILBOX_ALLOW_PRIVATE_HOSTS", "true");
        common.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    }

    /** Port 0: it serves nothing but its management port. Redis and PostgreSQL are behind proxies on these ports. */
    Map<String, String> of(String name, int port, int management, int redisProxy, int postgresProxy) {
        Map<String, String> told = new HashMap<>(common);
        String redis = "redis://127.0.0.1:" + redisProxy;
        told.put("QUARKUS_REDIS_HOSTS", redis);
        told.put("QUARKUS_REDIS_DOORBELL_HOSTS", redis);
        told.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s?ApplicationName=%s"
                        .formatted(postgresProxy, PostgresServer.DATABASE, name));
        told.put("WAYBILL_CONSUMER_NAME", name);
        told.put("WAYBILL_LISTENER_NAME", name);
        told.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        if (port != 0) {
            told.put("QUARKUS_HTTP_HOST", "127.0.0.1");
            told.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        }
        return told;
    }
}
