package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.cli.UnpackedServers;
import dev.waybill.cli.VerbCommand;
import dev.waybill.cli.admin.Shell;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.DovecotServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The packaged services under the real {@code up}, in a home of their own, used through the verbs as a person would. */
final class PackagedStack implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_VERB = Duration.ofMinutes(6);
    private final Home home;
    private final Map<String, String> environment;
    private final ReentrantLock queries = new ReentrantLock();
    private @Nullable Connection database;

    /** What a verb printed, and its exit status. */
    record Ended(int status, String said) {}

    private PackagedStack(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /** Starts it; {@code environment} configures the services. */
    static PackagedStack up(Path root, Map<String, String> environment) {
        PackagedStack stack = new PackagedStack(new Home(root), environment);
        try {
            UnpackedServers.into(stack.home);
            for (String service : Home.SERVICES) {
                Path app = stack.home.serviceJar(service).getParent();
                Files.createDirectories(app.getParent());
                Files.createSymbolicLink(
                        app, Path.of("..", service, "target", "quarkus-app").toRealPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the services are not packaged; run ./mvnw package", e);
        }
        Ended up = stack.run("up", "--background");
        assertThat(up.status()).as(up.said()).isZero();
        return stack;
    }

    StackState state() {
        return StackState.read(home).orElseThrow();
    }

    Path secrets() {
        return home.secrets();
    }

    /** Runs a verb that has to succeed, and returns its JSON. */
    JsonNode json(String... verb) {
        Ended ended = run(verb);
        assertThat(ended.status()).as(ended.said()).isZero();
        return parse(ended.said());
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** Connects a mailbox of a Dovecot with all the mail that it has. */
    void connect(DovecotServer dovecot, String address, String password) throws IOException {
        Path file = Files.writeString(secrets().resolve("password-" + address), password);
        Ended added = run(
                "mailbox",
                "add",
                address,
                "--host",
                dovecot.host(),
                "--port",
                String.valueOf(dovecot.port()),
                "--security",
                "none",
                "--password-file",
                file.toString(),
                "--since",
                "all");
        assertThat(added.status()).as(added.said()).isZero();
    }

    /** Runs a verb to its end; its errors are part of what it said only when it failed. */
    Ended run(String... verb) {
        try {
            Path errors = Files.createTempFile(home.root(), "verb", ".err");
            return end(start(errors, verb), errors, List.of(verb).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The verbs of the admin API for the scripts of {@link #shell}. */
    VerbDesk verbs() throws IOException {
        String url = state().services().stream()
                .filter(service -> service.name().equals("queue-consumer"))
                .map(service -> "http://127.0.0.1:" + service.port())
                .findAny()
                .orElseThrow();
        String token = Files.readString(secrets().resolve("admin-token")).strip();
        return new VerbDesk(new Shell(url, token, home.root()), home.root());
    }

    /** Runs lines of a shell in the home directory, where {@code ./waybill} is; stops at the first that fails. */
    Ended shell(String commands, Map<String, String> variables) {
        try {
            Path errors = Files.createTempFile(home.root(), "shell", ".err");
            ProcessBuilder builder = process(errors, List.of("sh", "-e", "-c", commands));
            builder.environment().putAll(variables);
            return end(builder.start(), errors, commands);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended end(Process process, Path errors, String what) throws IOException {
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_VERB.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + what);
            }
            return new Ended(process.exitValue(), process.exitValue() == 0 ? said : said + Files.readString(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + what, e);
        }
    }

    /** Starts a verb and does not wait for it. */
    Process start(Path errors, String... verb) throws IOException {
        return process(errors, VerbCommand.of(verb)).start();
    }

    private ProcessBuilder process(Path errors, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.root().toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|WAYBILL)_.*|REDIS_URL|DATABASE_URL"));
        builder.environment().put("WAYBILL_HOME", home.root().toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Kills a service with SIGKILL as soon as it runs; its supervisor starts it again. */
    void kill(String service) throws InterruptedException {
        ProcessHandle victim = running(service);
        victim.destroyForcibly();
        victim.onExit().join();
    }

    private ProcessHandle running(String service) throws InterruptedException {
        AtomicReference<ProcessHandle> found = new AtomicReference<>();
        Wait.until(Duration.ofMinutes(2), service + " runs", () -> {
            state().processes().stream()
                    .filter(child -> child.name().equals(service))
                    .flatMap(child -> child.process().alive().stream())
                    .forEach(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    /** STOP or CONT, as in kill(1). */
    void signal(String service, String name) throws InterruptedException {
        long pid = running(service).pid();
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServiceMetrics consumerMetrics() {
        return state().services().stream()
                .filter(service -> service.name().equals("queue-consumer"))
                .map(service -> new ServiceMetrics(service.managementPort()))
                .findAny()
                .orElseThrow();
    }

    Path serviceJar(String service) {
        return home.serviceJar(service);
    }

    Path log(String name) {
        return home.log(name);
    }

    /** What the stack's own consumer is told of its servers. */
    Map<String, String> consumerEnvironment() {
        Map<String, String> told = new HashMap<>(environment);
        told.put("QUARKUS_REDIS_HOSTS", state().redis());
        told.put("QUARKUS_REDIS_DOORBELL_HOSTS", state().redis());
        told.put("QUARKUS_DATASOURCE_JDBC_URL", state().postgres());
        told.put("QUARKUS_DATASOURCE_USERNAME", "waybill");
        told.put("QUARKUS_DATASOURCE_PASSWORD", databasePassword());
        told.put("WAYBILL_KEYSET_FILE", secrets().resolve("keyset.json").toString());
        told.put("WAYBILL_ADMIN_TOKEN_FILE", secrets().resolve("admin-token").toString());
        told.put("WAYBILL_MAILBOX_ALLOW_PRIVATE_HOSTS", "true");
        return told;
    }

    private String databasePassword() {
        try {
            return Files.readString(home.data().resolve("postgres.password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection to the stack's own PostgreSQL. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(state().postgres(), "waybill", databasePassword());
    }

    /** The first column of a query on the stack's own PostgreSQL, as text. */
    List<String> query(String sql) {
        queries.lock();
        try (Statement statement = database().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        } finally {
            queries.unlock();
        }
    }

    /** One connection for all queries: to open one costs more than what a story measures. */
    private Connection database() throws SQLException {
        if (database == null) {
            database = connect();
        }
        return database;
    }

    @Override
    public void close() throws SQLException {
        if (database != null) {
            database.close();
        }
        Ended down = run("down");
        assertThat(down.status()).as(down.said()).isZero();
    }
}
