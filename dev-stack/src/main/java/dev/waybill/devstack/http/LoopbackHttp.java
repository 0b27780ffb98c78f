package dev.waybill.devstack.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.devstack.ServerStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP server on loopback, a virtual thread a request. */
public final class LoopbackHttp implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);

    private LoopbackHttp(HttpServer http) {
        this.http = http;
        http.setExecutor(threads);
    }

    /** Answers every request. */
    public interface Handler {
        Reply answer(Call call) throws CutOff;
    }

    /** Ends the connection in the middle of this answer. */
    public static final class CutOff extends Exception {
        private final transient Reply reply;

        public CutOff(Reply reply) {
            super("cut off, as was asked for", null, false, false);
            this.reply = reply;
        }
    }

    /** Binds a port (0: a free one); answers once {@link #serve} was called. */
    public static LoopbackHttp bind(String what, int port) {
        try {
            return new LoopbackHttp(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG));
        } catch (IOException e) {
            throw new ServerStartException(what + " did not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    public void serve(Handler handler) {
        http.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, handler);
            }
        });
        http.start();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    /** Lets time pass, or less when the server ends. */
    public void pause(Duration time) {
        try {
            var _ = end.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, Handler handler) throws IOException {
        try {
            send(exchange, handler.answer(Call.of(exchange)));
        } catch (CutOff cut) {
            Reply whole = cut.reply;
            exchange.sendResponseHeaders(whole.status(), whole.body().length + 1_000L);
            exchange.getResponseBody().write(whole.body(), 0, whole.body().length / 2);
            exchange.getResponseBody().flush();
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (!reply.contentType().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        }
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
    }

    @Override
    public void close() {
        end.countDown();
        http.stop(0);
        threads.shutdownNow();
    }
}
