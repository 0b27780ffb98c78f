package dev.waybill.cli.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a service says of itself at {@code /q/metrics}. */
record ServiceMetrics(int managementPort) {
    /** Not by an upgrade to HTTP/2: the management port offers it, and one long answer in a hundred is lost in it. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The sum of a metric's values whose labels hold all of these texts; 0 where there is none. */
    double sum(String name, String... labels) {
        double sum = 0;
        for (String line : page().lines().toList()) {
            boolean named = line.startsWith(name + "{") || line.startsWith(name + " ");
            boolean chosen = named;
            for (String label : labels) {
                chosen &= line.contains(label);
            }
            if (chosen) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    /** The whole page, as it is exported. */
    String page() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
