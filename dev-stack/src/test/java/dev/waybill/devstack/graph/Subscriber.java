package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who subscribes: answers validations as told, and keeps what it was notified of. */
final class Subscriber implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer http;
    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final List<Integer> answers = new ArrayList<>();
    volatile String validationType = "text/plain; charset=utf-8";
    volatile String validationSuffix = "";

    Subscriber() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        http.createContext("/", this::serve);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/hook";
    }

    /** The next notifications are answered with these; then with 202. */
    synchronized void answers(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    /** Awaits the next batch that came in, taken or not. */
    JsonNode hear() throws InterruptedException {
        JsonNode batch = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (batch == null) {
            throw new AssertionError("nothing was notified within " + PATIENCE);
        }
        return batch.path("value");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getRawQuery();
            if (query != null && query.startsWith("validationToken=")) {
                String token = URLDecoder.decode(query.substring(16), StandardCharsets.UTF_8) + validationSuffix;
                exchange.getResponseHeaders().set("Content-Type", validationType);
                exchange.sendResponseHeaders(200, token.length());
                exchange.getResponseBody().write(token.getBytes(StandardCharsets.UTF_8));
                return;
            }
            heard.add(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(nextStatus(), -1);
        }
    }

    private synchronized int nextStatus() {
        return answers.isEmpty() ? 202 : answers.removeFirst();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
