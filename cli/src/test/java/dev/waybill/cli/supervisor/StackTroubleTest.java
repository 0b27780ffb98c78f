package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.FreePorts;
import dev.waybill.devstack.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at a start: each is one clear sentence, exit status 1, and nothing left running. */
class StackTroubleTest {

    @TempDir
    private Path root;

    @Test
    void namedRedisThatDoesNotAnswer() throws Exception {
        try (TestHome here = new TestHome(root)) {
            int nobody = FreePorts.any();
            Map<String, String> environment = Map.of("QUARKUS_REDIS_HOSTS", "redis://:hidden@127.0.0.1:" + nobody);
            TestHome.Ended up = here.run(environment, "up", "--background");
            assertThat(up.said())
                    .contains("Redis at redis://***@127.0.0.1:" + nobody + ", named by QUARKUS_REDIS_HOSTS, does not"
                            + " answer: nobody listens there")
                    .contains("unset QUARKUS_REDIS_HOSTS to use the embedded Redis")
                    .doesNotContain("hidden", "\tat ");
            assertThat(up.status()).isEqualTo(1);
            assertThat(here.state().survivors()).isEmpty();
        }
    }

    @Test
    void namedPostgresThatDoesNotAnswer() throws Exception {
        try (TestHome here = new TestHome(root)) {
            int nobody = FreePorts.any();
            Map<String, String> environment =
                    Map.of("DATABASE_URL", "postgres://waybill:hidden@127.0.0.1:" + nobody + "/waybill");
            TestHome.Ended up = here.run(environment, "up", "--background");
            assertThat(up.said())
                    .contains("PostgreSQL at jdbc:postgresql://127.0.0.1:" + nobody
                            + "/waybill, named by DATABASE_URL, does not take our connection: nobody listens there")
                    .contains("unset DATABASE_URL to use the embedded PostgreSQL")
                    .doesNotContain("hidden", "\tat ");
            assertThat(up.status()).isEqualTo(1);
        }
    }

    @Test
    void namedPostgresThatRefusesThePassword() throws Exception {
        try (TestHome here = new TestHome(root)) {
            Map<String, String> environment = new HashMap<>(TestHome.sharedServers());
            environment.put("QUARKUS_DATASOURCE_PASSWORD", "a guess");
            TestHome.Ended up = here.run(environment, "up", "--background");
            assertThat(up.said())
                    .contains("password authentication failed")
                    .contains("correct the address or the credentials");
            assertThat(up.status()).isEqualTo(1);
        }
    }

    @Test
    void namedServersAreUsedAndLeftRunning() throws Exception {
        try (TestHome here = new TestHome(root)) {
            // Given
            TestServers.TestRedis redis = TestServers.redis();
            TestServers.TestDatabase database = TestServers.postgres();
            // When
            TestHome.Ended up = here.run(TestHome.sharedServers(), "up", "--background");
            // Then
            assertThat(up.said()).contains(redis.uri().toString(), database.jdbcUrl());
            assertThat(up.status()).isZero();
            assertThat(here.state().processes()).hasSize(3);
            assertThat(here.run("down").said()).doesNotContain("redis", "postgres");
            assertThat(redis.freshDatabase()).isNotNull();
            assertThat(database.connect()).satisfies(Connection::close);
        }
    }

    @Test
    void serviceThatRefusesItsConfigurationEndsTheStartWithItsLog() throws Exception {
        try (TestHome here = new TestHome(root)) {
            Files.writeString(root.resolve("queue-consumer.broken"), "");
            TestHome.Ended up = here.run(TestHome.sharedServers(), "up", "--background");
            assertThat(up.said())
                    .contains("queue-consumer ended with status 1")
                    .contains("waybill.queue.claim-ttl is too short: make it longer");
            assertThat(up.status()).isEqualTo(1);
            assertThat(here.state().survivors()).isEmpty();
            assertThat(here.state().isSupervised()).isFalse();
        }
    }

    @Test
    void lostKeysetStopsTheStartUntilItIsBackOrGivenUp() throws Exception {
        try (TestHome here = new TestHome(root)) {
            // Given
            assertThat(here.run(TestHome.sharedServers(), "up", "--background").status())
                    .isZero();
            assertThat(here.run("down").status()).isZero();
            Path keyset = root.resolve(".waybill/secrets/keyset.json");
            Path backup = Files.move(keyset, root.resolve("backup.json"));
            // When
            TestHome.Ended without = here.run(TestHome.sharedServers(), "up", "--background");
            // Then
            assertThat(without.said())
                    .contains("The keyset " + keyset + " is gone")
                    .contains("stored passwords of the mailboxes cannot be read")
                    .contains("--new-keyset", "--fresh");
            assertThat(without.status()).isEqualTo(1);
            assertThat(keyset).doesNotExist();
            // And
            Files.copy(backup, keyset);
            assertThat(here.run(TestHome.sharedServers(), "up", "--background").status())
                    .isZero();
            assertThat(here.run("down").status()).isZero();
            Files.delete(keyset);
            assertThat(here.run(TestHome.sharedServers(), "up", "--background", "--new-keyset")
                            .status())
                    .isZero();
            assertThat(Files.readAllLines(root.resolve("queue-consumer.requests")))
                    .as("the demo mailbox is connected anew under the new keyset")
                    .anyMatch(request -> request.startsWith("DELETE"));
            assertThat(here.run("down").status()).isZero();
        }
    }

    @Test
    void placeThatCannotBeWritten() throws Exception {
        Files.writeString(root.resolve(".waybill"), "a file in the way");
        TestHome elsewhere = new TestHome(root.resolve("elsewhere"));
        TestHome.Ended up = elsewhere.run(Map.of("WAYBILL_HOME", root.toString()), "up", "--background");
        assertThat(up.said())
                .contains(root.resolve(".waybill") + " cannot be written by")
                .contains("chown");
        assertThat(up.status()).isEqualTo(1);
    }

    @Test
    void serviceThatIsNotBuilt() throws Exception {
        try (TestHome here = new TestHome(root)) {
            Files.delete(here.home().serviceJar("imap-listener"));
            TestHome.Ended up = here.run(TestHome.sharedServers(), "up", "--background");
            assertThat(up.said())
                    .contains("Not built: ")
                    .contains("imap-listener")
                    .contains("quarkus-run.jar is missing");
            assertThat(up.status()).isEqualTo(1);
        }
    }

    @Test
    void misuseIsExitStatusTwo() throws Exception {
        try (TestHome here = new TestHome(root)) {
            assertThat(here.run("no-such-verb").status()).isEqualTo(2);
            assertThat(here.run("up", "--no-such-option").status()).isEqualTo(2);
            TestHome.Ended logs = here.run("logs", "no-such-service");
            assertThat(logs.status()).isEqualTo(2);
            assertThat(logs.said()).contains("There is no log 'no-such-service'; there are ingress-webhooks");
            assertThat(here.run("logs", "redis").said()).contains("There is no log of redis yet");
        }
    }
}
