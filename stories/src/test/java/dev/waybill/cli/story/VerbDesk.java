package dev.waybill.cli.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.cli.admin.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Runs the verbs of a script in this JVM: a JVM for each of fifty would take longer than all that they do. The script's
 * {@code ./waybill} hands its words over, one a line, and ends as the verb did.
 */
final class VerbDesk implements AutoCloseable {
    private final Shell shell;
    private final HttpServer server;

    /** Puts {@code waybill} into this directory. */
    VerbDesk(Shell shell, Path directory) throws IOException {
        this.shell = shell;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Path stub = Files.writeString(
                directory.resolve("waybill"),
                "#!/bin/sh\nprintf '%s\\n' \"$@\" | curl -sS --fail-with-body --data-binary @- http://127.0.0.1:"
                        + server.getAddress().getPort() + "/\n");
        Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwx------"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String words = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Shell.Ended ended = shell.waybill(words.lines().toArray(String[]::new));
            byte[] said =
                    (ended.status() == 0 ? ended.out() : ended.out() + ended.err()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(ended.status() == 0 ? 200 : 422, said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
