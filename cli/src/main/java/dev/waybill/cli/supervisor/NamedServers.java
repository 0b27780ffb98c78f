package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.StackFailure;
import dev.waybill.devstack.RedisConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the environment names in place of the embedded ones: Redis by {@code QUARKUS_REDIS_HOSTS} or
 * {@code REDIS_URL}; PostgreSQL by {@code QUARKUS_DATASOURCE_JDBC_URL} (with {@code _USERNAME}, {@code _PASSWORD}) or
 * {@code DATABASE_URL}. Each is asked once before anything is started.
 */
record NamedServers(Optional<Redis> redis, Optional<Database> database) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A Redis: what the services get, and the variable that named it. */
    record Redis(String hosts, String variable) {

        /** Says where it is without the password. */
        String place() {
            return hosts.replaceAll("//[^/@]*@", "//***@");
        }

        @Override
        public String toString() {
            return "Redis[" + place() + "]";
        }
    }

    /** A PostgreSQL database: what the services get, and the variable that named it. */
    record Database(String jdbcUrl, String user, String password, String variable) {

        /** Says where it is without parameters, which may hold a password. */
        String place() {
            return jdbcUrl.replaceAll("\\?.*", "");
        }

        @Override
        public String toString() {
            return "Database[" + place() + "]";
        }
    }

    static NamedServers of(Map<String, String> environment) {
        return new NamedServers(
                first(environment, "QUARKUS_REDIS_HOSTS", "REDIS_URL")
                        .map(variable -> new Redis(environment.getOrDefault(variable, ""), variable)),
                first(environment, "QUARKUS_DATASOURCE_JDBC_URL", "DATABASE_URL")
                        .map(variable -> database(environment, variable)));
    }

    private static Optional<String> first(Map<String, String> environment, String one, String other) {
        return Optional.of(one)
                .filter(name -> !environment.getOrDefault(name, "").isBlank())
                .or(() -> Optional.of(other)
                        .filter(name -> !environment.getOrDefault(name, "").isBlank()));
    }

    private static Database database(Map<String, String> environment, String variable) {
        String url = environment.getOrDefault(variable, "");
        String user = environment.getOrDefault("QUARKUS_DATASOURCE_USERNAME", "");
        String password = environment.getOrDefault("QUARKUS_DATASOURCE_PASSWORD", "");
        if (url.startsWith("jdbc:postgresql:")) {
            return new Database(url, user, password, variable);
        }
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("postgres(ql)?")) {
                throw notAnAddress(variable);
            }
            String[] who = String.valueOf(uri.getUserInfo() == null ? ":" : uri.getUserInfo())
                    .split(":", 2);
            String jdbc = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            return new Database(
                    jdbc,
                    user.isEmpty() ? who[0] : user,
                    password.isEmpty() && who.length > 1 ? who[1] : password,
                    variable);
        } catch (URISyntaxException e) {
            throw notAnAddress(variable);
        }
    }

    private static StackFailure notAnAddress(String variable) {
        return new StackFailure(variable + " does not name a PostgreSQL database; write"
                + " jdbc:postgresql://host:5432/name (user and password in QUARKUS_DATASOURCE_USERNAME and"
                + " QUARKUS_DATASOURCE_PASSWORD) or postgres://user:password@host:5432/name.");
    }

    /** Asks each one that is named; ends with a sentence when it does not answer. */
    void probe() {
        redis.ifPresent(NamedServers::probe);
        database.ifPresent(NamedServers::probe);
    }

    private static void probe(Redis redis) {
        // Of several hosts (a cluster, sentinels) the first stands for all.
        String first = redis.hosts().split(",", 2)[0].strip();
        try (RedisConnection connection = RedisConnection.open(URI.create(first), TIMEOUT)) {
            connection.command("PING");
        } catch (IOException | IllegalArgumentException e) {
            throw new StackFailure(
                    ("Redis at %s, named by %s, does not answer: %s. Start it, correct the address, or unset"
                                    + " %s to use the embedded Redis.")
                            .formatted(redis.place(), redis.variable(), why(e), redis.variable()),
                    e);
        }
    }

    private static void probe(Database database) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", Long.toString(TIMEOUT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(TIMEOUT.toSeconds()));
        if (!database.user().isEmpty()) {
            properties.setProperty("user", database.user());
        }
        if (!database.password().isEmpty()) {
            properties.setProperty("password", database.password());
        }
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties)) {
            connection.getMetaData();
        } catch (SQLException e) {
            throw new StackFailure(
                    ("PostgreSQL at %s, named by %s, does not take our connection: %s. Start it, correct the"
                                    + " address or the credentials, or unset %s to use the embedded PostgreSQL.")
                            .formatted(
                                    database.place(),
                                    database.variable(),
                                    e.getCause() instanceof IOException cause ? why(cause) : e.getMessage(),
                                    database.variable()),
                    e);
        }
    }

    private static String why(@Nullable Throwable e) {
        return switch (e) {
            case ConnectException refused -> "nobody listens there (" + refused.getMessage() + ")";
            case UnknownHostException unknown -> "there is no host of that name";
            case SocketTimeoutException timeout -> "no answer within " + TIMEOUT.toSeconds() + " s";
            case null, default -> e == null ? "no reason was given" : String.valueOf(e.getMessage());
        };
    }
}
