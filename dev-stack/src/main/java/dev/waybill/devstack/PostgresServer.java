package dev.waybill.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 on loopback, run by whoever runs this JVM, root too. It has one superuser, {@code waybill},
 * with a password (SCRAM), and one database, {@code waybill}. What was committed survives {@link #kill()} unless
 * {@code fsync} is off and the machine goes down.
 */
public final class PostgresServer implements AutoCloseable {

    /** The superuser. */
    public static final String USER = "waybill";

    /** The database that is made with the cluster. */
    public static final String DATABASE = "waybill";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration INITDB = Duration.ofMinutes(2);
    private static final int TRIES_FOR_A_FREE_PORT = 5;
    /** SQLSTATE invalid_password: a cluster of another password lies in the directory. */
    private static final String INVALID_PASSWORD = "28P01";

    private final Options options;
    private final Path dataDir;
    private final boolean temporary;
    private final Unprivileged way = Unprivileged.way();
    private ServerProcess process;
    private int port;
    private @Nullable SQLException lastRefusal;

    private PostgresServer(Options options) {
        this.options = options;
        this.temporary = options.dataDir() == null;
        this.dataDir = options.dataDir() == null ? TemporaryDirectory.create("postgres") : options.dataDir();
        initialise();
        this.process = launchOnAnyPort();
        createDatabaseIfMissing();
    }

    /**
     * How a PostgreSQL is started. Port 0: a free one. No data directory: a temporary one, deleted on close. Settings
     * as in postgresql.conf.
     */
    public record Options(
            int port, @Nullable Path dataDir, String password, boolean fsync, Map<String, String> settings) {

        /** Copies the settings. */
        public Options {
            settings = Map.copyOf(settings);
        }

        /** A free port, a temporary directory, a random password, no fsync: what tests want. */
        public static Options temporary() {
            return new Options(0, null, UUID.randomUUID().toString(), false, Map.of());
        }

        /** Data kept in that directory, with fsync, under that password, which is to be a random one. */
        public static Options durable(Path dataDir, String password) {
            return new Options(0, dataDir, password, true, Map.of());
        }

        /** The same on that port. */
        public Options withPort(int wanted) {
            return new Options(wanted, dataDir, password, fsync, settings);
        }

        /** The same with data in that directory, which is kept. */
        public Options withDataDir(Path directory) {
            return new Options(port, directory, password, fsync, settings);
        }

        /** The same with or without fsync. */
        public Options withFsync(boolean on) {
            return new Options(port, dataDir, password, on, settings);
        }

        /** The same with these settings. */
        public Options withSettings(Map<String, String> wanted) {
            return new Options(port, dataDir, password, fsync, wanted);
        }

        @Override
        public String toString() {
            return "Options[port=" + port + ", dataDir=" + dataDir + ", fsync=" + fsync + ", settings=" + settings
                    + "]";
        }
    }

    /** Starts one, making its cluster first when the directory is empty, and waits until it takes connections. */
    public static PostgresServer start(Options options) {
        return new PostgresServer(options);
    }

    /** Returns the port it listens on. */
    public int port() {
        return port;
    }

    /** Returns the process id of the postmaster that runs now. */
    public long pid() {
        return process.pid();
    }

    /** Returns the postmaster that runs now, to wait for its end. */
    public Process process() {
        return process.process();
    }

    /** Returns the superuser's name. */
    public String user() {
        return USER;
    }

    /** Returns the superuser's password. */
    public String password() {
        return options.password();
    }

    /** Returns the JDBC URL of the database {@code waybill}, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** Returns the JDBC URL of a database, without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Returns its log file. */
    public Path log() {
        return dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    /** Tells whether its postmaster runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the postmaster and its children by SIGKILL, as a crash would. */
    public void kill() {
        process.kill();
    }

    /** Freezes the postmaster by SIGSTOP: new connections hang; those that are open go on. */
    public void pauseProcess() {
        process.signal("STOP");
    }

    /** Lets a frozen one go on. */
    public void continueProcess() {
        process.signal("CONT");
    }

    /** Starts it again, after a fast stop when it still runs, on the same port and data. */
    public void restart() {
        stop();
        process = launch();
    }

    /** Stops it fast: sessions are ended, what was committed is on disk when this returns. */
    public void stop() {
        if (process.isAlive()) {
            process.signal("CONT");
            process.stop("INT", STOP);
        }
    }

    /** Opens a connection to a database as the superuser. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", options.password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    @Override
    public void close() {
        if (temporary) {
            process.kill();
            TemporaryDirectory.delete(dataDir);
            TemporaryDirectory.delete(log());
        } else {
            stop();
        }
    }

    private void initialise() {
        Path secret = null;
        try {
            Files.createDirectories(dataDir);
            if (Files.exists(dataDir.resolve("PG_VERSION"))) {
                return;
            }
            Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwx------"));
            // Beside the cluster: initdb refuses a directory that is not empty.
            secret = Files.createTempFile(dataDir.toAbsolutePath().getParent(), "initdb-", ".pw");
            Files.writeString(secret, options.password() + "\n");
            way.prepare(dataDir, PostgresBinaries.directory());
            way.prepare(secret, PostgresBinaries.directory());
            List<String> initdb = new ArrayList<>(List.of(
                    PostgresBinaries.program("initdb"),
                    "--pgdata=" + dataDir,
                    "--username=" + USER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    // Thousands protect a password that a person thought of, for 20 ms a connection; this one is
                    // random.
                    "--set=scram_iterations=1",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8"));
            if (!options.fsync()) {
                initdb.add("--no-sync");
            }
            run(way.command(initdb));
        } catch (IOException e) {
            throw new ServerStartException("PostgreSQL cannot keep its data in " + dataDir + ": " + e, e);
        } finally {
            if (secret != null) {
                TemporaryDirectory.delete(secret);
            }
        }
    }

    private void run(List<String> command) throws IOException {
        Process initdb = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        try {
            if (!initdb.waitFor(INITDB.toSeconds(), TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                TemporaryDirectory.delete(dataDir);
                throw new ServerStartException(
                        "PostgreSQL's initdb could not make a cluster in " + dataDir + ". " + LogTail.quote(log(), 10));
            }
        } catch (InterruptedException e) {
            initdb.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerStartException("PostgreSQL's initdb was interrupted in " + dataDir, e);
        }
    }

    private ServerProcess launchOnAnyPort() {
        if (options.port() != 0) {
            port = options.port();
            return launch();
        }
        for (int attempt = 1; ; attempt++) {
            port = FreePorts.any();
            try {
                return launch();
            } catch (ServerStartException e) {
                // Somebody was quicker on that port.
                if (attempt == TRIES_FOR_A_FREE_PORT
                        || !LogTail.quote(log(), 15).contains("in use")) {
                    throw e;
                }
            }
        }
    }

    private ServerProcess launch() {
        DataOwner.clear("PostgreSQL", dataDir);
        PostmasterFile.removeStale(dataDir);
        way.prepare(dataDir, PostgresBinaries.directory());
        ServerProcess started =
                ServerProcess.start("PostgreSQL on port " + port, way.command(command()), dataDir, log(), temporary);
        DataOwner.write(dataDir, started.pid());
        started.awaitReady(START, () -> PostmasterFile.saysReady(dataDir, started.pid()) && takesConnections());
        if (lastRefusal != null) {
            started.stop("INT", STOP);
            throw new ServerStartException("PostgreSQL's data in " + dataDir
                    + " was made with another password than the one at hand; restore that one, or start with an"
                    + " empty directory.");
        }
        return started;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(PostgresBinaries.program("postgres"), "-D", dataDir.toString()));
        Map<String, String> base = Map.of(
                "port", Integer.toString(port),
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "fsync", options.fsync() ? "on" : "off",
                "max_connections", "200",
                "logging_collector", "off");
        base.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        options.settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private boolean takesConnections() {
        lastRefusal = null;
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            lastRefusal = INVALID_PASSWORD.equals(e.getSQLState()) ? e : null;
            return lastRefusal != null;
        }
    }

    private void createDatabaseIfMissing() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw new ServerStartException("PostgreSQL did not make the database " + DATABASE + ": " + e, e);
        }
    }
}
