package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackFailure;
import dev.waybill.cli.stack.StackState;
import dev.waybill.cli.supervisor.PortPlan.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What one start consists of: ports, servers and services, and what the services are told. */
final class Plan {

    private final Home home;
    private final PortPlan ports;
    private final NamedServers named;
    private final Secrets secrets;
    private final Map<String, String> environment;
    private final Optional<RedisChild> redis;
    private final Optional<PostgresChild> postgres;

    Plan(Home home, PortPlan ports, NamedServers named, Secrets secrets, Map<String, String> environment) {
        this.home = home;
        this.ports = ports;
        this.named = named;
        this.secrets = secrets;
        this.environment = environment;
        this.redis = named.redis().isPresent()
                ? Optional.empty()
                : Optional.of(new RedisChild(home.data().resolve("redis"), ports.of(Use.REDIS), home.log("redis")));
        this.postgres = named.database().isPresent()
                ? Optional.empty()
                : Optional.of(new PostgresChild(
                        home.data().resolve("postgres"),
                        secrets.postgresPassword(),
                        ports.of(Use.POSTGRES),
                        home.log("postgres")));
    }

    static void checkBuilt(Home home) {
        List<Path> missing = Home.SERVICES.stream()
                .map(home::serviceJar)
                .filter(jar -> !Files.isReadable(jar))
                .toList();
        if (!missing.isEmpty()) {
            throw new StackFailure("Not built: " + missing.getFirst()
                    + " is missing. Start with ./waybill up, which builds what is missing; if it does not, delete "
                    + home.dot().resolve("build.stamp") + " and try again.");
        }
    }

    /** The servers to start here. */
    List<Child> servers() {
        return Stream.<Optional<? extends Child>>of(redis, postgres)
                .flatMap(Optional::stream)
                .<Child>map(child -> child)
                .toList();
    }

    List<ServiceChild> services(boolean newKeyset) {
        Map<String, String> common = serviceEnvironment(newKeyset);
        return List.of(
                service("ingress-webhooks", Use.INGRESS, Use.INGRESS_MANAGEMENT, common),
                // Nobody calls a listener: it has a management port only.
                new ServiceChild(home, "imap-listener", 0, ports.of(Use.LISTENER_MANAGEMENT), common),
                service("queue-consumer", Use.CONSUMER, Use.CONSUMER_MANAGEMENT, common));
    }

    private ServiceChild service(String name, Use port, Use management, Map<String, String> common) {
        return new ServiceChild(home, name, ports.of(port), ports.of(management), common);
    }

    private Map<String, String> serviceEnvironment(boolean newKeyset) {
        Map<String, String> told = new HashMap<>();
        String hosts = named.redis()
                .map(NamedServers.Redis::hosts)
                .or(() -> redis.map(RedisChild::uri))
                .orElseThrow();
        told.put("QUARKUS_REDIS_HOSTS", hosts);
        // The doorbell's blocking commands have a client of their own.
        told.put("QUARKUS_REDIS_DOORBELL_HOSTS", environment.getOrDefault("QUARKUS_REDIS_DOORBELL_HOSTS", hosts));
        NamedServers.Database database =
                named.database().or(() -> postgres.map(PostgresChild::database)).orElseThrow();
        told.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        if (!database.user().isEmpty()) {
            told.put("QUARKUS_DATASOURCE_USERNAME", database.user());
        }
        if (!database.password().isEmpty()) {
            told.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
        }
        if (!isNamed("WAYBILL_KEYSET") && !isNamed("WAYBILL_KEYSET_FILE")) {
            told.put("WAYBILL_KEYSET_FILE", secrets.keyset(newKeyset).toString());
        }
        told.put("WAYBILL_ADMIN_TOKEN_FILE", tokenFile().toString());
        told.put("WAYBILL_INGRESS_KEYS_DEMO", secrets.ingressKey());
        DemoClouds.environment(ports).forEach((variable, value) -> {
            if (!isNamed(variable)) {
                told.put(variable, value);
            }
        });
        // GreenMail tells nothing of a mail that comes while it begins to idle. A poll interval may not be longer.
        if (!isNamed("WAYBILL_LISTENER_IDLE_REFRESH") && !isNamed("WAYBILL_LISTENER_POLL_INTERVAL")) {
            told.put("WAYBILL_LISTENER_IDLE_REFRESH", "30s");
        }
        // The demo mailboxes are on loopback, which a service refuses to connect to otherwise.
        told.put("WAYBILL_MAILBOX_ALLOW_PRIVATE_HOSTS", "true");
        return told;
    }

    private boolean isNamed(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }

    Path tokenFile() {
        return isNamed("WAYBILL_ADMIN_TOKEN_FILE")
                ? Path.of(environment.getOrDefault("WAYBILL_ADMIN_TOKEN_FILE", ""))
                : secrets.adminToken();
    }

    int smtpPort() {
        return ports.of(Use.SMTP);
    }

    int imapPort() {
        return ports.of(Use.IMAP);
    }

    String console() {
        return "http://127.0.0.1:" + ports.of(Use.CONSUMER);
    }

    /** Returns where everything will be. */
    StackState describe(StackState state, List<ServiceChild> services) {
        return new StackState(
                state.phase(),
                state.message(),
                state.supervisor(),
                state.processes(),
                services.stream()
                        .map(service -> new StackState.Service(
                                service.name(), 0, service.port(), service.managementPort(), false))
                        .toList(),
                new StackState.Addresses(
                        tokenFile().toString(),
                        secrets.demoPasswordFile().toString(),
                        home.dot().resolve("logs").toString()),
                new StackState.Mail("127.0.0.1:" + imapPort(), "127.0.0.1:" + smtpPort(), DemoMailbox.ADDRESS),
                named.redis()
                        .map(NamedServers.Redis::place)
                        .or(() -> redis.map(RedisChild::uri))
                        .orElseThrow(),
                named.database()
                        .or(() -> postgres.map(PostgresChild::database))
                        .orElseThrow()
                        .place(),
                console(),
                "http://127.0.0.1:" + ports.of(Use.INGRESS));
    }
}
