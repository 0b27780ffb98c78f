package dev.waybill.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The Redis and the PostgreSQL that the tests of one JVM share: those that the environment names
 * ({@code WAYBILL_TEST_REDIS_URL}, {@code WAYBILL_TEST_DATABASE_URL} with {@code _USER} and {@code _PASSWORD}), else
 * containers where Docker runs ({@code WAYBILL_TEST_REDIS_IMAGE}, {@code WAYBILL_TEST_POSTGRES_IMAGE};
 * {@code WAYBILL_TEST_DOCKER=off} forbids them), else embedded ones. One line of the log says which.
 */
public final class TestServers {

    private static final System.Logger LOG = System.getLogger(TestServers.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Pattern DATABASE_OF_URL = Pattern.compile("(.*://[^/]+/)([^?]*)(.*)");

    private TestServers() {}

    /** A Redis for tests. */
    public record TestRedis(URI uri, String origin) {

        /** Returns a key prefix that nobody used before, without braces: give it a hash tag where one is needed. */
        public String freshPrefix() {
            return "test:" + UUID.randomUUID();
        }

        /** Returns the address of an empty database of this Redis that nobody else in this JVM gets. */
        public URI freshDatabase() {
            try (RedisConnection redis = RedisConnection.open(uri, PATIENCE)) {
                for (int number = DATABASES.incrementAndGet(); ; number = DATABASES.incrementAndGet()) {
                    redis.command("SELECT", Integer.toString(number));
                    if (Long.valueOf(0).equals(redis.command("DBSIZE"))) {
                        return uri.resolve("/" + number);
                    }
                }
            } catch (IOException e) {
                throw new ServerStartException("No empty database is left in the Redis for tests (" + origin + "): "
                        + e.getMessage() + ". Start it with more `databases`, or empty one.");
            }
        }
    }

    /** A PostgreSQL database for tests, and whom to sign in as. */
    public record TestDatabase(String jdbcUrl, String user, String password, String origin) {

        /** Opens a connection. */
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }
    }

    /** Returns the Redis of this JVM's tests, started by the first call. */
    public static TestRedis redis() {
        return SharedRedis.REDIS;
    }

    /** Returns the PostgreSQL of this JVM's tests, started by the first call. */
    public static TestDatabase postgres() {
        return SharedPostgres.DATABASE;
    }

    /** Makes an empty database in the shared PostgreSQL, one for each test class. */
    public static TestDatabase freshDatabase() {
        return makeDatabase("");
    }

    /** Copies a database of the shared PostgreSQL to which nobody is connected. */
    static TestDatabase copyOf(TestDatabase template) {
        return makeDatabase(
                " TEMPLATE " + DATABASE_OF_URL.matcher(template.jdbcUrl()).replaceFirst("$2"));
    }

    private static TestDatabase makeDatabase(String options) {
        TestDatabase shared = postgres();
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = shared.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
        } catch (SQLException e) {
            throw new ServerStartException(
                    "A database for a test could not be made (" + shared.origin() + "): " + e.getMessage()
                            + ". May the user of WAYBILL_TEST_DATABASE_URL create databases?",
                    e);
        }
        String url = DATABASE_OF_URL.matcher(shared.jdbcUrl()).replaceFirst("$1" + name + "$3");
        return new TestDatabase(url, shared.user(), shared.password(), shared.origin());
    }

    private static final class SharedRedis {
        static final TestRedis REDIS = logged("Redis", chooseRedis());

        private static TestRedis chooseRedis() {
            String named = environment("WAYBILL_TEST_REDIS_URL", "");
            if (!named.isEmpty()) {
                return new TestRedis(URI.create(named), "named by WAYBILL_TEST_REDIS_URL");
            }
            if (dockerRuns()) {
                String image = environment("WAYBILL_TEST_REDIS_IMAGE", "redis:7");
                GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                        .withCommand("redis-server", "--save", "", "--databases", "1024")
                        .withExposedPorts(6379)
                        .waitingFor(Wait.forListeningPort());
                container.start();
                URI uri = URI.create("redis://" + container.getHost() + ":" + container.getMappedPort(6379));
                return new TestRedis(uri, "Testcontainers, image " + image);
            }
            RedisServer server =
                    RedisServer.start(RedisServer.Options.inMemory().withArguments("--databases", "1024"));
            closeAtTheEnd(server);
            return new TestRedis(server.uri(), "embedded, port " + server.port());
        }
    }

    private static final class SharedPostgres {
        static final TestDatabase DATABASE = logged("PostgreSQL", choosePostgres());

        private static TestDatabase choosePostgres() {
            String named = environment("WAYBILL_TEST_DATABASE_URL", "");
            if (!named.isEmpty()) {
                return new TestDatabase(
                        named,
                        environment("WAYBILL_TEST_DATABASE_USER", "waybill"),
                        environment("WAYBILL_TEST_DATABASE_PASSWORD", ""),
                        "named by WAYBILL_TEST_DATABASE_URL");
            }
            if (dockerRuns()) {
                String image = environment("WAYBILL_TEST_POSTGRES_IMAGE", "postgres:18");
                String password = UUID.randomUUID().toString();
                GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
                        .withEnv("POSTGRES_USER", PostgresServer.USER)
                        .withEnv("POSTGRES_PASSWORD", password)
                        .withExposedPorts(5432)
                        // The image starts it twice: once to set it up, then for good.
                        .waitingFor(Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2));
                container.start();
                String url = "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/"
                        + PostgresServer.USER;
                return new TestDatabase(url, PostgresServer.USER, password, "Testcontainers, image " + image);
            }
            PostgresServer server = PostgresServer.start(PostgresServer.Options.temporary());
            closeAtTheEnd(server);
            return new TestDatabase(
                    server.jdbcUrl(), server.user(), server.password(), "embedded, port " + server.port());
        }
    }

    private static <T> T logged(String what, T chosen) {
        String origin = switch (chosen) {
            case TestRedis redis -> redis.origin();
            case TestDatabase database -> database.origin();
            default -> chosen.toString();
        };
        LOG.log(System.Logger.Level.INFO, "{0} for tests: {1}", what, origin);
        return chosen;
    }

    private static boolean dockerRuns() {
        return !environment("WAYBILL_TEST_DOCKER", "").equals("off") && Docker.RUNS;
    }

    private static final class Docker {
        static final boolean RUNS = runs();

        private static boolean runs() {
            try {
                // Asked only where there are signs of it: a search in vain fills the log with errors.
                return isSetUp() && DockerClientFactory.instance().isDockerAvailable();
            } catch (RuntimeException | LinkageError none) {
                return false;
            }
        }
    }

    private static boolean isSetUp() {
        String home = System.getProperty("user.home", "");
        String runtime = environment("XDG_RUNTIME_DIR", "/run");
        return !environment("DOCKER_HOST", "").isEmpty()
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(runtime, "docker.sock"),
                                Path.of(home, ".docker", "run", "docker.sock"),
                                Path.of(home, ".docker", "desktop", "docker.sock"),
                                Path.of(home, ".testcontainers.properties"))
                        .anyMatch(Files::exists);
    }

    private static void closeAtTheEnd(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(server), "close-test-server"));
    }

    private static void closeQuietly(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "A server for tests did not close", e);
        }
    }

    private static String environment(String name, String otherwise) {
        @Nullable String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
