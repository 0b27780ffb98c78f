package dev.waybill.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.oauth.TokenServer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** The packaged ingress-webhooks with a Redis, a PostgreSQL and Google's keys of its own; 100 mailboxes of each provider. */
final class IngressStage implements AutoCloseable {
    static final int MAILBOXES = 100;
    static final String AUDIENCE = "https://bench.example.com/webhooks/google";
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final String ACCOUNT = "push@bench.iam.gserviceaccount.com";

    private final RedisServer redis = RedisServer.start(RedisServer.Options.inMemory());
    private final PostgresServer postgres = PostgresServer.start(PostgresServer.Options.temporary());
    private final TokenServer tokens = TokenServer.start();
    private final GmailSimulator gmail = GmailSimulator.start(tokens.directory());
    private final BenchService service;

    /** {@code events}: whether each pointer is logged, as it is by default. */
    IngressStage(Path directory, boolean events) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("QUARKUS_LOG_CATEGORY__DEV_WAYBILL_QUEUE_EVENTS__LEVEL", events ? "INFO" : "WARN");
        this.service = new BenchService("ingress-webhooks", directory, List.of(), environment);
        service.awaitReady();
        connectMailboxes();
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("QUARKUS_REDIS_HOSTS", redis.uri().toString()),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl()),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", postgres.user()),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", postgres.password()),
                Map.entry("WAYBILL_INGRESS_UPKEEP_ENABLED", "false"),
                Map.entry("WAYBILL_INGRESS_BENCH_ENDPOINT", "true"),
                Map.entry("WAYBILL_INGRESS_GOOGLE_AUDIENCES", AUDIENCE),
                Map.entry("WAYBILL_INGRESS_GOOGLE_SERVICE_ACCOUNTS", ACCOUNT),
                Map.entry("WAYBILL_INGRESS_GOOGLE_JWKS_URL", gmail.jwksUrl().toString()));
    }

    private void connectMailboxes() {
        try (Connection database =
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            for (int i = 0; i < MAILBOXES; i++) {
                UUID graph = mailbox(
                        database, "graph", "g" + i + "@bench.example.com", "{\"cloud\":\"global\",\"user\":\"%s\"}");
                mailbox(database, "gmail", address(i), "{\"user\":\"%s\"}");
                try (PreparedStatement row = database.prepareStatement(
                        "insert into push_channel (id, mailbox, folder, subscription, secret_hash) values (?, ?,"
                                + " 'inbox', ?, ?)")) {
                    row.setObject(1, UUID.randomUUID());
                    row.setObject(2, graph);
                    row.setString(3, subscription(i));
                    row.setBytes(
                            4,
                            MessageDigest.getInstance("SHA-256")
                                    .digest(clientState(i).getBytes(UTF_8)));
                    row.executeUpdate();
                }
            }
        } catch (SQLException | NoSuchAlgorithmException e) {
            throw new BenchFailure("the mailboxes of the benchmark could not be connected", e);
        }
        // The service asks for changes every second.
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
    }

    private static UUID mailbox(Connection database, String provider, String address, String connection)
            throws SQLException {
        UUID id = UUID.randomUUID();
        try (PreparedStatement row = database.prepareStatement(
                "insert into mailbox (id, address, provider, connection, folders, start_at) values (?, ?, ?, ?::jsonb,"
                        + " '{inbox}', now())")) {
            row.setObject(1, id);
            row.setString(2, address);
            row.setString(3, provider);
            row.setString(4, connection.formatted(address));
            row.executeUpdate();
        }
        return id;
    }

    static String address(int i) {
        return "m" + i + "@bench.example.com";
    }

    static String subscription(int i) {
        return "00000000-0000-4000-8000-%012d".formatted(i);
    }

    static String clientState(int i) {
        return "state-%037d".formatted(i);
    }

    String url(String path) {
        return "http://127.0.0.1:" + service.port() + path;
    }

    String token() {
        return gmail.idTokens().token(AUDIENCE, ACCOUNT);
    }

    /** Pointers that wait in Redis. */
    long waiting() {
        return Long.parseLong(String.valueOf(redis.command("HLEN", "{email:inbound:unified:pointer}:body")));
    }

    /** Forgets what the run before left, once what it had sent when it ended has arrived. */
    void empty() {
        long before;
        do {
            before = waiting();
            LockSupport.parkNanos(QUIET.toNanos());
        } while (waiting() != before);
        redis.command("FLUSHALL");
    }

    RedisServer redis() {
        return redis;
    }

    double serviceCpuSeconds() {
        return ProcessFigures.cpuSeconds(service.handle());
    }

    double redisCpuSeconds() {
        return ProcessHandle.of(redis.pid()).map(ProcessFigures::cpuSeconds).orElse(0.0);
    }

    double residentMegabytes() {
        return ProcessFigures.resident(service.handle()) / (1 << 20);
    }

    @Override
    public void close() {
        service.close();
        gmail.close();
        tokens.close();
        postgres.close();
        redis.close();
    }
}
