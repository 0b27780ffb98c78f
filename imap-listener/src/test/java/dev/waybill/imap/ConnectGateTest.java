package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ConnectGateTest {
    private final List<String> entered = new CopyOnWriteArrayList<>();

    private Thread enter(ConnectGate gate, String name, String host, boolean again, long version) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                gate.enter(host, again, version);
                entered.add(name);
            } catch (InterruptedException e) {
                entered.add(name + " interrupted");
            }
        });
        Eventually.until(
                name + " waits or is in", () -> entered.contains(name) || thread.getState() == Thread.State.WAITING);
        return thread;
    }

    @Test
    void newestMailboxGoesFirstAndReconnectsGoLast() throws Exception {
        // Given
        ConnectGate gate = new ConnectGate(1, 1);
        enter(gate, "first", "a", false, 1).join();
        enter(gate, "reconnect", "a", true, 99);
        enter(gate, "old", "a", false, 2);
        enter(gate, "new", "a", false, 3);

        // When
        for (int i = 2; i <= 4; i++) {
            gate.leave("a");
            int count = i;
            Eventually.until("one more is in", () -> entered.size() == count);
        }

        // Then
        assertThat(entered).containsExactly("first", "new", "old", "reconnect");
    }

    @Test
    void oneBusyHostDoesNotKeepOthersOut() throws Exception {
        // Given
        ConnectGate gate = new ConnectGate(3, 1);
        enter(gate, "a1", "a", false, 1).join();
        enter(gate, "a2", "a", false, 2);

        // When
        enter(gate, "b1", "b", false, 1).join();

        // Then
        assertThat(entered).containsExactly("a1", "b1");
        gate.leave("a");
        Eventually.until("the second of host a is in", () -> entered.contains("a2"));
    }

    @Test
    void interruptedWaiterTakesNoPlace() throws Exception {
        // Given
        ConnectGate gate = new ConnectGate(1, 1);
        enter(gate, "a1", "a", false, 1).join();
        Thread waiter = enter(gate, "a2", "a", false, 2);

        // When
        waiter.interrupt();
        waiter.join();
        gate.leave("a");

        // Then
        enter(gate, "a3", "a", false, 1).join();
        assertThat(entered).containsExactly("a1", "a2 interrupted", "a3");
    }
}
