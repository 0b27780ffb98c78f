package dev.waybill.devstack.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.devstack.ServerStartException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * A token endpoint on loopback: Microsoft's at {@code /{tenant}/oauth2/v2.0/token}, Google's at {@code /google/token}, and one that
 * follows RFC 9700 to the letter at {@code /strict/token}. It refuses what the real ones refuse, and fails on demand.
 */
public final class TokenServer implements AutoCloseable {
    private static final int LARGEST_REQUEST = 64 * 1024;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Directory directory;
    private final BlockingDeque<TokenFault> faults = new LinkedBlockingDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private TokenServer(HttpServer http, Directory directory) {
        this.http = http;
        this.directory = directory;
    }

    public static TokenServer start() {
        return start(0, InstantSource.system());
    }

    /** Starts one on a port (0: a free one) that goes by this clock. */
    public static TokenServer start(int port, InstantSource clock) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            TokenServer server = new TokenServer(http, new Directory(clock));
            http.createContext("/", server::serve);
            http.createContext("/tokeninfo", server::tellWhose);
            http.setExecutor(server.threads);
            http.start();
            return server;
        } catch (IOException e) {
            throw new ServerStartException(
                    "The token endpoint did not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** What it knows: tenants, applications, grants and tokens. */
    public Directory directory() {
        return directory;
    }

    public URI microsoft(String tenant) {
        return address("/" + tenant + "/oauth2/v2.0/token");
    }

    public URI google() {
        return address("/google/token");
    }

    public URI strict() {
        return address("/strict/token");
    }

    /** The base that a tenant follows. */
    public URI authority() {
        return address("");
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    /** Where a server asks whose a token is: the token is appended. Answers as Google's endpoint of that name. */
    public URI tokenInfo() {
        return address("/tokeninfo?access_token=");
    }

    /** The next requests meet these, one each; then it works again. */
    public void failNext(TokenFault... next) {
        faults.addAll(List.of(next));
    }

    /** The grant types of all requests so far, those that met a fault included. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
            TokenForm form = TokenForm.read(exchange, body, LARGEST_REQUEST);
            asked.add(form.grantType());
            TokenFault fault = faults.poll();
            if (fault != null) {
                fail(exchange, fault, form);
                return;
            }
            answer(exchange, reply(exchange, form));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWhose(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            String user = directory.userOf(query.replaceFirst("^access_token=", ""));
            answer(
                    exchange,
                    user.isEmpty()
                            ? Reply.json(400, "{\"error\":\"invalid_token\"}")
                            : Reply.json(200, "{\"email\":\"" + user + "\"}"));
        }
    }

    private Reply reply(HttpExchange exchange, TokenForm form) {
        String path = exchange.getRequestURI().getPath();
        URI here = address(path);
        Dialect dialect = Dialect.at(path);
        return dialect == null
                ? new Reply(404, "text/html", "<html>Not Found</html>")
                : new TokenRules(directory, dialect, here).answer(exchange.getRequestMethod(), form);
    }

    private void fail(HttpExchange exchange, TokenFault fault, TokenForm form)
            throws IOException, InterruptedException {
        switch (fault) {
            case TokenFault.Answer(int status, String type, String body, String retryAfter) -> {
                if (!retryAfter.isEmpty()) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                answer(exchange, new Reply(status, type, body));
            }
            case TokenFault.Silence silence -> end.await();
            case TokenFault.Redirect(URI to) -> {
                exchange.getResponseHeaders().set("Location", to.toString());
                answer(exchange, new Reply(307, "text/plain", ""));
            }
            case TokenFault.LostAnswer lost -> {
                reply(exchange, form);
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(200, 1_000);
            }
            case TokenFault.Drip drip -> {
                exchange.sendResponseHeaders(200, 0);
                OutputStream out = exchange.getResponseBody();
                while (!end.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            }
        }
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        end.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    /** An answer over HTTP. */
    record Reply(int status, String type, String body) {
        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body);
        }
    }
}
