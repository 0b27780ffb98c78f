package dev.waybill.consumer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseGateTest {
    private final AtomicBoolean answers = new AtomicBoolean();
    private final AtomicInteger probes = new AtomicInteger();
    private final DatabaseGate gate = new DatabaseGate(() -> {
        probes.incrementAndGet();
        if (!answers.get()) {
            throw new IllegalStateException("PostgreSQL sleeps");
        }
    });

    @Test
    void onlyAProbeThatWorkedOpensIt() throws InterruptedException {
        // When
        boolean early = gate.tryOpen();
        String problem = gate.problem();
        answers.set(true);
        boolean open = gate.tryOpen();

        // Then
        assertThat(early).isFalse();
        assertThat(problem).isEqualTo("PostgreSQL sleeps");
        assertThat(open).isTrue();
        assertThat(gate.problem()).isEmpty();
    }

    @Test
    void anOpenGateCostsNoProbeUntilItIsShut() throws InterruptedException {
        // Given
        answers.set(true);
        gate.tryOpen();

        // When
        gate.tryOpen();
        gate.tryOpen();
        int before = probes.get();
        gate.shut(new IllegalStateException("gone"));
        gate.tryOpen();

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(probes.get()).isEqualTo(2);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void aCheckShutsAnOpenOneOnlyWhenPostgresDoesNotAnswer() throws InterruptedException {
        // Given
        answers.set(true);
        gate.tryOpen();

        // When
        gate.check();
        boolean afterAnAnswer = gate.isOpen();
        answers.set(false);
        gate.check();

        // Then
        assertThat(afterAnAnswer).isTrue();
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.problem()).isEqualTo("PostgreSQL sleeps");
    }

    @Test
    void whatTheServerCannotServeNowIsTheWorldsAndTheRestIsTheStatements() {
        assertThatThrownBy(() -> failing("08006").autocommit("x", c -> 1))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> failing("57P01").autocommit("x", c -> 1))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> failing("53100").autocommit("x", c -> 1))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> failing("42P01").autocommit("x", c -> 1))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> failing(null).autocommit("x", c -> 1))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThatThrownBy(() -> failing("22021").autocommit("x", c -> 1))
                .isInstanceOfSatisfying(
                        DatabaseRefusedException.class,
                        e -> assertThat(e.sqlState()).isEqualTo("22021"));
    }

    @Test
    void theVictimOfADeadlockRunsAgain() {
        // Given
        Database database = ConsumerDatabase.fresh().database();
        AtomicInteger runs = new AtomicInteger();

        // When
        int result = database.transaction("x", connection -> {
            if (runs.incrementAndGet() < 3) {
                throw new SQLException("deadlock", "40P01");
            }
            return 7;
        });

        // Then
        assertThat(result).isEqualTo(7);
        assertThat(runs.get()).isEqualTo(3);
    }

    private static Database failing(String state) {
        return new Database((DataSource) java.lang.reflect.Proxy.newProxyInstance(
                DatabaseGateTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    throw new SQLException("no", state);
                }));
    }
}
