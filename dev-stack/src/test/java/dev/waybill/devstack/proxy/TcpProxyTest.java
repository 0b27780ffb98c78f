package dev.waybill.devstack.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private EchoServer server;
    private TcpProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = new EchoServer();
        proxy = TcpProxy.before(server.port());
        client = client();
        say("ready");
        hears("ready");
        server.heard.clear();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private void say(String words) throws IOException {
        client.getOutputStream().write(words.getBytes(ISO_8859_1));
    }

    private void hears(String words) throws IOException {
        assertThat(new String(client.getInputStream().readNBytes(words.length()), ISO_8859_1))
                .isEqualTo(words);
    }

    @Test
    void passesEverythingOnInBothDirectionsAndTheEndOfIt() throws Exception {
        // Given
        String much = "0123456789".repeat(50_000);
        // When
        Thread.ofVirtual().start(() -> {
            try {
                say(much);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        // Then
        hears(much);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void delaysEachDirection() throws Exception {
        // Given
        proxy.delay(Duration.ofMillis(100));
        long begun = System.nanoTime();
        // When
        say("hello");
        hears("hello");
        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        // And
        proxy.delay(Duration.ofHours(1));
        say("late");
        proxy.heal();
        hears("late");
    }

    @Test
    void slowsDownToTheLimit() throws Exception {
        // Given
        proxy.limit(100_000);
        String words = "x".repeat(10_000);
        long begun = System.nanoTime();
        // When
        say(words);
        hears(words);
        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aCutInOrderIsAnEndForBothSides() throws Exception {
        // When
        proxy.cut(Ending.FIN);
        // Then
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(server.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("the end");
    }

    @Test
    void aTornConnectionIsResetOnBothSides() throws Exception {
        // When
        proxy.cut(Ending.RST);
        // Then
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(server.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("broken");
    }

    @Test
    void aBlackHoleKeepsConnectionsOpenAndSilentUntilItEnds() throws Exception {
        // Given
        proxy.blackHole(true);
        say("into the dark");
        client.setSoTimeout(200);
        // When, then
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.heard).isEmpty();
        // And
        proxy.blackHole(false);
        client.setSoTimeout(5_000);
        hears("into the dark");
    }

    @Test
    void aCutEndsWhatABlackHoleHolds() throws Exception {
        // Given
        proxy.blackHole(true);
        say("into the dark");
        // When
        proxy.cut(Ending.FIN);
        // Then
        assertThat(server.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("the end");
    }

    @Test
    void halfClosedTheClientStillReachesTheServer() throws Exception {
        // When
        proxy.halfClose();
        // Then
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        say("still here");
        assertThat(server.heard.poll(5, TimeUnit.SECONDS)).isEqualTo("still here");
    }

    @Test
    void refusesNewConnectionsAndKeepsTheOldOnes() throws Exception {
        // Given
        proxy.refuse(true);
        // When, then
        try (Socket other = client()) {
            assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        say("old");
        hears("old");
        // And
        proxy.heal();
        client.close();
        client = client();
        say("new");
        hears("new");
    }

    @Test
    void clientsOfAServerThatIsAwayAreReset() throws Exception {
        // Given a port that nobody listens on, and that nobody else of this machine can take meanwhile
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (Socket holder = new Socket()) {
            holder.bind(new InetSocketAddress(loopback, 0));
            try (TcpProxy before = TcpProxy.before(holder.getLocalPort());
                    Socket other = new Socket(loopback, before.port())) {
                other.setSoTimeout(5_000);
                // When, then
                assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }
}
