package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection whose other side went away without a word, as a firewall or a lost node leaves it. */
@Timeout(60)
final class SilentConnectionTest {
    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final Relay relay = new Relay(server.port());
    private final RedisFixture redis = new RedisFixture(relay.uri(), Duration.ofMillis(700));
    private final QueueUnderTest queue = RedisFixture.underTest(
            redis.queue(RedisFixture.freshSettings().withCommandTimeout(Duration.ofMillis(300))));

    @AfterEach
    void stop() throws IOException {
        redis.close();
        relay.close();
        server.close();
    }

    @Test
    void aSilentConnectionIsGivenUpAndReplaced() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 5), Priority.LIVE);
        relay.silenceAll();

        // When, Then
        assertThatThrownBy(() -> queue.producer().enqueue(List.of(imap(ANNA, 6)), Priority.LIVE))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("did not answer within 300 ms");
        RedisFixture.until(() -> {
            try {
                queue.producer().enqueue(List.of(imap(ANNA, 6)), Priority.LIVE);
                return true;
            } catch (QueueUnavailableException notYet) {
                return false;
            }
        });
        assertThat(queue.control().stats().ready()).isEqualTo(6);
    }

    @Test
    void aSilentDoorbellIsGivenUpAndReplaced() throws InterruptedException {
        // Given
        queue.doorbell().await(Duration.ofMillis(50));
        relay.silenceAll();

        // When, Then
        assertThatThrownBy(() -> queue.doorbell().await(Duration.ofMillis(50)))
                .isInstanceOf(QueueUnavailableException.class);
        RedisFixture.until(() -> {
            try {
                queue.doorbell().await(Duration.ofMillis(50));
                return true;
            } catch (QueueUnavailableException notYet) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Passes bytes between the client and Redis, until it is told to swallow those of the connections that exist. */
    private static final class Relay implements AutoCloseable {
        private final ServerSocket listener;
        private final int target;
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final Set<Socket> silent = ConcurrentHashMap.newKeySet();

        Relay(int target) {
            this.target = target;
            try {
                this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Thread.startVirtualThread(this::accept);
        }

        URI uri() {
            return URI.create("redis://127.0.0.1:" + listener.getLocalPort());
        }

        void silenceAll() {
            silent.addAll(open);
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket redis = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(client);
                    open.add(redis);
                    Thread.startVirtualThread(() -> pump(client, redis));
                    Thread.startVirtualThread(() -> pump(redis, client));
                }
            } catch (IOException closed) {
                open.forEach(Relay::close);
            }
        }

        private void pump(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8_192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (!silent.contains(from)) {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (IOException closed) {
                // The other pump's socket, or the end of the test.
            } finally {
                close(to);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is closed.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
