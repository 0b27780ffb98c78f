package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.FreePorts;
import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Redis answers, but refuses: each time an outage in words, after which the same queue goes on. */
@Timeout(60)
final class RefusalsTest {
    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final RedisFixture redis = new RedisFixture(server.uri());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));

    @BeforeEach
    void oneWaits() {
        queue.producer().enqueue(List.of(imap(ANNA, 1)), Priority.LIVE);
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void tooFewReplicasToWrite() {
        server.command("CONFIG", "SET", "min-replicas-to-write", "1");

        claimIsRefusedWith("NOREPLICAS");
        server.command("CONFIG", "SET", "min-replicas-to-write", "0");
        claimSucceeds();
    }

    @Test
    void aMasterThatBecameAReplicaLosesItsConnections() {
        // Given
        String before = connections();

        // When
        server.command("REPLICAOF", "127.0.0.1", Integer.toString(FreePorts.any()));
        claimIsRefusedWith("READONLY");

        // Then the next call asks anew where the master is
        server.command("REPLICAOF", "NO", "ONE");
        claimSucceeds();
        assertThat(connections()).isNotEqualTo(before);
    }

    @Test
    void aReplicaWithoutItsMaster() {
        server.command("CONFIG", "SET", "replica-serve-stale-data", "no");
        server.command("REPLICAOF", "127.0.0.1", Integer.toString(FreePorts.any()));

        claimIsRefusedWith("MASTERDOWN");
        server.command("REPLICAOF", "NO", "ONE");
        claimSucceeds();
    }

    @Test
    void aRedisThatIsBusyWithSomebodysScript() {
        // Given
        server.command("CONFIG", "SET", "lua-time-limit", "20");
        Thread busy = Thread.startVirtualThread(() -> {
            try {
                server.command("EVAL", "while true do end", "0");
            } catch (IllegalStateException killed) {
                Thread.currentThread().interrupt();
            }
        });

        // When, Then
        RedisFixture.until(() -> {
            try {
                queue.control().stats();
                return false;
            } catch (QueueUnavailableException e) {
                return e.getMessage().contains("BUSY");
            }
        });
        server.command("SCRIPT", "KILL");
        claimSucceeds();
        assertThat(busy.isDaemon()).isTrue();
    }

    private String connections() {
        return redis.command("CLIENT", "LIST").toString().replaceAll("(?m) addr=.*$", "");
    }

    private void claimIsRefusedWith(String code) {
        assertThatThrownBy(() -> queue.claims().claim(1, LONG_LEASE, "consumer-1", false))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("claim by consumer-1 failed: Redis answers")
                .hasMessageContaining(code);
    }

    private void claimSucceeds() {
        RedisFixture.until(() -> {
            try {
                return queue.claims().claim(1, LONG_LEASE, "consumer-1", false) instanceof Claim.Taken;
            } catch (QueueScriptException defect) {
                throw defect;
            } catch (QueueException notYet) {
                return false;
            }
        });
    }
}
