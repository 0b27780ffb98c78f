package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortClaimsTest {

    @TempDir
    private Path directory;

    @Test
    void portThatOneStackTookIsNotAnothersUntilItIsClosed() {
        int port = FreePorts.any();
        try (PortClaims other = new PortClaims(directory)) {
            try (PortClaims first = new PortClaims(directory)) {
                assertThat(first.take(port)).isTrue();
                assertThat(other.take(port)).isFalse();
            }
            assertThat(other.take(port)).isTrue();
        }
    }

    @Test
    void portThatSomebodyListensOnIsNotTaken() throws Exception {
        try (PortClaims claims = new PortClaims(directory);
                ServerSocket listening = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(claims.take(listening.getLocalPort())).isFalse();
        }
    }

    @Test
    void directoryThatCannotBeWrittenStopsNobody() throws Exception {
        Path file = Files.createFile(directory.resolve("a-file"));
        try (PortClaims claims = new PortClaims(file)) {
            assertThat(claims.take(FreePorts.any())).isTrue();
        }
    }
}
