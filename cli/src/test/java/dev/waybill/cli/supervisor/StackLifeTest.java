package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.ProcessIdentity;
import dev.waybill.devstack.RedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up, down and what lies between, with the real command, Redis and PostgreSQL, and stand-ins for the services. */
class StackLifeTest {

    @TempDir
    private Path root;

    @Test
    void upIsSeenAndDownStopsWhatItStartedAndDataSurvives() throws Exception {
        try (TestHome here = new TestHome(root)) {
            // Given
            TestHome.Ended up = here.run("up", "--background");
            assertThat(up.said()).contains("Waybill runs.", "demo@waybill.localhost", "admin-token");
            assertThat(up.status()).isZero();
            write(here, "kept");
            StackState first = here.state();
            // When
            TestHome.Ended status = here.run("status", "--json");
            TestHome.Ended again = here.run("up", "--background");
            TestHome.Ended freshWhileRunning = here.run("up", "--background", "--fresh");
            TestHome.Ended down = here.run("down");
            TestHome.Ended nothingLeft = here.run("down");
            // Then
            assertThat(status.said())
                    .contains("\"running\" : true", "\"ready\" : true", "\"address\" : \"demo@waybill.localhost\"");
            assertThat(status.status()).isZero();
            assertThat(again.said()).contains("Waybill runs already").contains(first.console());
            assertThat(again.status()).isZero();
            assertThat(freshWhileRunning.said()).contains("Run ./waybill down first");
            assertThat(freshWhileRunning.status()).isEqualTo(1);
            assertThat(down.said())
                    .containsSubsequence("queue-consumer    stopped after", "redis             stopped after")
                    .contains("postgres          stopped after", "Stopped: ");
            assertThat(first.survivors()).isEmpty();
            assertThat(first.isSupervised()).isFalse();
            assertThat(nothingLeft.said()).contains("not running");
            assertThat(here.run("status").status()).isEqualTo(1);
            // And
            assertThat(here.run("up", "--background").status()).isZero();
            assertThat(read(here)).isEqualTo("kept");
            assertThat(here.run("down").status()).isZero();
            assertThat(here.run("up", "--background", "--fresh").status()).isZero();
            assertThat(read(here)).isNull();
            assertThat(here.run("down").status()).isZero();
        }
    }

    @Test
    void servicesAreToldWhereEverythingIsAndSecretsAreTheirOwnersAlone() throws Exception {
        try (TestHome here = new TestHome(root)) {
            // When
            assertThat(here.run(TestHome.sharedServers(), "up", "--background").status())
                    .isZero();
            StackState state = here.state();
            List<String> told = Files.readAllLines(root.resolve("imap-listener.environment"));
            String connected = Files.readString(root.resolve("queue-consumer.requests"));
            assertThat(here.run("down").status()).isZero();
            // Then
            assertThat(told)
                    .contains("QUARKUS_REDIS_HOSTS=" + state.redis())
                    .contains("QUARKUS_DATASOURCE_JDBC_URL=" + state.postgres())
                    .contains("WAYBILL_LISTENER_IDLE_REFRESH=30s")
                    .contains("WAYBILL_KEYSET_FILE=" + root.resolve(".waybill/secrets/keyset.json"))
                    .contains("WAYBILL_ADMIN_TOKEN_FILE=" + root.resolve(".waybill/secrets/admin-token"))
                    .anyMatch(line -> line.startsWith("WAYBILL_INGRESS_KEYS_DEMO="))
                    .anyMatch(line -> line.startsWith("QUARKUS_DATASOURCE_PASSWORD="));
            assertThat(connected)
                    .startsWith("POST Bearer "
                            + Files.readString(root.resolve(".waybill/secrets/admin-token"))
                                    .strip())
                    .contains("\"address\":\"demo@waybill.localhost\"", "\"security\":\"none\"");
            for (String secret : List.of("keyset.json", "admin-token", "demo-mailbox-password", "ingress-key-demo")) {
                Path file = root.resolve(".waybill/secrets").resolve(secret);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void whatIsKilledIsStartedAgain() throws Exception {
        try (TestHome here = new TestHome(root)) {
            // Given
            assertThat(here.run("up", "--background").status()).isZero();
            write(here, "kept");
            for (String name : List.of("queue-consumer", "redis", "postgres")) {
                ProcessIdentity before = here.child(name).process();
                // When
                before.alive().orElseThrow().destroyForcibly();
                // Then
                TestHome.await(
                        name + " runs anew",
                        () -> here.state().survivors().stream()
                                .anyMatch(child -> child.name().equals(name)
                                        && !child.process().equals(before)));
            }
            TestHome.await("the consumer is ready", () -> here.isReady("queue-consumer"));
            assertThat(here.run("logs", "supervisor").said())
                    .contains("ended by signal 9")
                    .contains("started again in 1 s");
            assertThat(here.run("down").status()).isZero();
        }
    }

    @Test
    void nextUpStopsExactlyWhatAKilledSupervisorLeftRunning() throws Exception {
        Process bystander = new ProcessBuilder("sleep", "600").start();
        try (TestHome here = new TestHome(root)) {
            // Given: a supervisor that was killed, and a note of an ended process whose pid another one has now
            assertThat(here.run("up", "--background").status()).isZero();
            write(here, "kept");
            StackState orphaned = here.state();
            orphaned.supervisor().alive().orElseThrow().destroyForcibly();
            TestHome.await("the supervisor is gone", () -> !orphaned.isSupervised());
            List<StackState.Child> noted = new ArrayList<>(orphaned.processes());
            noted.add(new StackState.Child(
                    "reused", StackState.Kind.SERVICE, new ProcessIdentity(bystander.pid(), "another start")));
            orphaned.with(noted, orphaned.services()).write(here.home());
            assertThat(orphaned.survivors()).hasSize(5);
            assertThat(here.run("status").said()).contains("supervisor is gone", "redis");
            // When
            TestHome.Ended up = here.run("up", "--background");
            // Then
            assertThat(up.said()).contains("an earlier supervisor was killed; stopping the 5 processes");
            assertThat(up.status()).isZero();
            assertThat(orphaned.survivors()).isEmpty();
            assertThat(bystander.isAlive()).isTrue();
            assertThat(read(here))
                    .as("%s%n%s", up.said(), Files.readString(here.home().log("redis")))
                    .isEqualTo("kept");
            assertThat(here.run("down").status()).isZero();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void downStopsWhatAKilledSupervisorLeftRunning() throws Exception {
        try (TestHome here = new TestHome(root)) {
            assertThat(here.run(TestHome.sharedServers(), "up", "--background").status())
                    .isZero();
            StackState orphaned = here.state();
            orphaned.supervisor().alive().orElseThrow().destroyForcibly();
            TestHome.await("the supervisor is gone", () -> !orphaned.isSupervised());
            // When
            TestHome.Ended down = here.run("down");
            // Then
            assertThat(down.said()).contains("Stopped: ", "queue-consumer");
            assertThat(orphaned.survivors()).isEmpty();
        }
    }

    @Test
    void takenPortIsSaidAndTheNextFreeOneUsed() throws Exception {
        try (TestHome here = new TestHome(root);
                ServerSocket taken = takeUnlessTaken(PortPlan.Use.CONSUMER.usual())) {
            TestHome.Ended up = here.run(TestHome.sharedServers(), "up", "--background");
            assertThat(up.said()).contains("port 8484 is taken by another program: queue-consumer uses ");
            assertThat(here.state().console()).isNotEqualTo("http://127.0.0.1:8484");
            assertThat(up.said()).contains(here.state().console());
            assertThat(here.run("down").status()).isZero();
            assertThat(taken == null || taken.isBound()).isTrue();
        }
    }

    @Test
    void foregroundStopsEverythingWhenItIsAskedTo() throws Exception {
        try (TestHome here = new TestHome(root)) {
            // Given
            Process up = here.start(TestHome.sharedServers(), "up");
            TestHome.await("everything is ready", () -> phase(here) == StackState.Phase.READY);
            StackState running = here.state();
            // When
            up.destroy();
            // Then
            up.waitFor();
            assertThat(running.survivors()).isEmpty();
            assertThat(running.isSupervised()).isFalse();
            assertThat(phase(here)).isEqualTo(StackState.Phase.STOPPED);
        }
    }

    @Test
    void stackEndsWithTheTerminalThatStartedIt() throws Exception {
        try (TestHome here = new TestHome(root)) {
            Process up = here.start(TestHome.sharedServers(), "up");
            TestHome.await("everything is ready", () -> phase(here) == StackState.Phase.READY);
            StackState running = here.state();
            up.destroyForcibly().waitFor();
            TestHome.await("everything is stopped", () -> phase(here) == StackState.Phase.STOPPED);
            assertThat(running.survivors()).isEmpty();
        }
    }

    private static StackState.Phase phase(TestHome here) {
        return StackState.read(here.home()).map(StackState::phase).orElse(StackState.Phase.STOPPED);
    }

    /** Another program of this machine may have it, which serves as well. */
    private static ServerSocket takeUnlessTaken(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException taken) {
            return null;
        }
    }

    private static void write(TestHome here, String value) throws IOException {
        try (RedisConnection redis =
                RedisConnection.open(URI.create(here.state().redis()), Duration.ofSeconds(5))) {
            redis.command("SET", "stack-life", value);
        }
    }

    private static Object read(TestHome here) throws IOException {
        try (RedisConnection redis =
                RedisConnection.open(URI.create(here.state().redis()), Duration.ofSeconds(5))) {
            return redis.command("GET", "stack-life");
        }
    }
}
