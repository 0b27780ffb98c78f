package dev.waybill.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An admin API on loopback that answers what a test says and remembers what it was asked. */
final class FakeAdminApi implements AutoCloseable {
    static final String TOKEN = "token-of-the-test";

    private final HttpServer server;
    private final Map<String, List<Answer>> answers = new HashMap<>();
    final List<Asked> asked = new ArrayList<>();

    record Answer(int status, String body) {}

    /** {@code what}: method and path with query. */
    record Asked(String what, String contentType, String body) {}

    FakeAdminApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The last answer given for a request stays. */
    FakeAdminApi on(String what, String body) {
        return on(what, 200, body);
    }

    FakeAdminApi on(String what, int status, String body) {
        answers.computeIfAbsent(what, w -> new ArrayList<>()).add(new Answer(status, body));
        return this;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(new Asked(
                    what,
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            Answer answer = answer(what, exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(String what, String authorization) {
        if (!("Bearer " + TOKEN).equals(authorization)) {
            return new Answer(401, "{\"error\": \"the admin token is not the right one\"}");
        }
        List<Answer> planned = answers.getOrDefault(what, List.of());
        if (planned.isEmpty()) {
            return new Answer(404, "{\"error\": \"the test planned no answer to " + what + "\"}");
        }
        return planned.size() > 1 ? planned.removeFirst() : planned.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
