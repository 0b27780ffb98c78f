package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisErrorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OOM command not allowed when used memory > 'maxmemory'.",
                "OOM command not allowed when used memory > 'maxmemory'. script: 3f, on @user_script:4.",
                "ERR Error running script (call to f_3f): @user_script:4: @user_script: 4: -OOM command not allowed"
                        + " when used memory > 'maxmemory'.",
            })
    void aFullRedisIsToldFromADefect(String reply) {
        assertThat(RedisErrors.translate("enqueue", ErrorType.create(reply))).isInstanceOf(QueueFullException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "READONLY You can't write against a read only replica.",
                "ERR Error running script (call to f_3f): @user_script:4: @user_script: 4: -READONLY You can't write",
                "MASTERDOWN Link with MASTER is down",
                "CLUSTERDOWN The cluster is down",
                "TRYAGAIN Multiple keys request during rehashing of slot",
                "BUSY Redis is busy running a script.",
                "NOREPLICAS Not enough good replicas to write.",
                "MISCONF Redis is configured to save RDB snapshots",
                "NOPERM this user has no permissions",
                "CONNECTION_CLOSED",
            })
    void whatPassesByItselfIsAnOutage(String reply) {
        assertThat(RedisErrors.translate("ack", ErrorType.create(reply)))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageStartingWith("ack failed: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "ERR Error running script (call to f_3f): @user_script:4: @user_script: 4: -WRONGTYPE Operation",
                "ERR Error running script (call to f_3f): @user_script:4: user_script:4: attempt to index a nil value",
                "ERR unknown command 'ZMSCORE'",
                "CROSSSLOT Keys in request don't hash to the same slot",
            })
    void whatTryingAgainDoesNotHealIsADefect(String reply) {
        assertThat(RedisErrors.translate("ack", ErrorType.create(reply))).isInstanceOf(QueueScriptException.class);
    }

    @Test
    void aLostConnectionIsAnOutage() {
        assertThat(RedisErrors.translate("ack", new ConnectException("refused")))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("check that it runs");
        assertThat(RedisErrors.translateConnect("ack", ErrorType.create("WRONGPASS invalid username-password pair")))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("credentials");
    }
}
