package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void takenPortIsPassedOver() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
            assertThat(FreePorts.firstFrom(taken.getLocalPort(), Set.of())).isGreaterThan(taken.getLocalPort());
        }
    }

    @Test
    void portTakenOnEveryAddressIsPassedOver() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
        }
    }

    @Test
    void promisedPortIsPassedOver() {
        int free = FreePorts.firstFrom(FreePorts.any(), Set.of());
        assertThat(FreePorts.firstFrom(free, Set.of(free))).isGreaterThan(free);
    }
}
