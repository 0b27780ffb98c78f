package dev.waybill.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replies that come in pieces. */
@Timeout(30)
class RedisConnectionTest {

    @Test
    void repliesAreReadWhereverTheNetworkCutsThem() throws Exception {
        // Given
        String reply = "*3\r\n$5\r\nfirst\r\n:42\r\n$6\r\nÄÖÜ\r\n";

        // When, Then
        for (int cut = 1; cut < reply.getBytes(UTF_8).length; cut++) {
            assertThat(answerTo(reply, cut)).as("cut behind byte " + cut).isEqualTo(List.of("first", 42L, "ÄÖÜ"));
        }
    }

    @Test
    void replyThatEndsTooEarlyIsAnError() {
        for (String reply : List.of("$5\r\nfir", "$5\r\nfirst", "$5\r\nfirst\r", "*2\r\n:1\r\n", ":4")) {
            assertThatThrownBy(() -> answerTo(reply, 1))
                    .as(reply)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Redis closed the connection");
        }
    }

    /** Sends the reply in two pieces, and closes. */
    private static Object answerTo(String reply, int cut) throws Exception {
        byte[] bytes = reply.getBytes(UTF_8);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> {
                try (Socket socket = server.accept()) {
                    socket.setTcpNoDelay(true);
                    // The whole command first: a socket that is closed with bytes unread is reset.
                    socket.getInputStream().readNBytes("*1\r\n$3\r\nGET\r\n".length());
                    OutputStream out = socket.getOutputStream();
                    out.write(bytes, 0, cut);
                    out.flush();
                    Thread.sleep(5);
                    out.write(bytes, cut, bytes.length - cut);
                    out.flush();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            URI uri = URI.create("redis://127.0.0.1:" + server.getLocalPort());
            try (RedisConnection connection = RedisConnection.open(uri, Duration.ofSeconds(10))) {
                return connection.command("GET");
            } finally {
                answering.join();
            }
        }
    }
}
