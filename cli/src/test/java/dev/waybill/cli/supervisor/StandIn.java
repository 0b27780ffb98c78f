package dev.waybill.cli.supervisor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Stands in for a service, in a JVM of its own: ready at once on its management port, takes mailboxes on its own. It
 * notes what it was told in the home directory. A file {@code NAME.broken} there makes it fail at its start.
 */
public final class StandIn {

    private static final Path HOME = Path.of(System.getenv().getOrDefault("WAYBILL_HOME", ""));

    private StandIn() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(System.getProperty("java.class.path"));
        String name = jar.getParent().getFileName().toString();
        if (Files.exists(HOME.resolve(name + ".broken"))) {
            System.out.println("waybill.queue.claim-ttl is too short: make it longer");
            System.exit(1);
        }
        Files.write(
                HOME.resolve(name + ".environment"),
                System.getenv().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        serve("QUARKUS_MANAGEMENT_PORT").createContext("/q/health/ready", exchange -> answer(exchange, 200));
        if (System.getenv("QUARKUS_HTTP_PORT") != null) {
            serve("QUARKUS_HTTP_PORT").createContext("/v1/mailboxes", exchange -> takeMailbox(name, exchange));
        }
    }

    private static HttpServer serve(String variable) throws IOException {
        int port = Integer.parseInt(System.getenv(variable));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 50);
        server.start();
        return server;
    }

    private static void takeMailbox(String name, HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Path requests = HOME.resolve(name + ".requests");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Files.write(
                requests,
                List.of(exchange.getRequestMethod() + " " + authorization + " " + body),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        boolean known = Files.exists(HOME.resolve("mailbox.known"));
        if (exchange.getRequestMethod().equals("DELETE")) {
            Files.deleteIfExists(HOME.resolve("mailbox.known"));
            answer(exchange, 200);
        } else {
            Files.writeString(HOME.resolve("mailbox.known"), "");
            answer(exchange, known ? 409 : 201);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
