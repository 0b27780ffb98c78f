package dev.waybill.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What a service's JVM tells of itself: by its metrics, and by the JDK's own {@code jcmd}. */
final class JavaProcess {
    private final BenchService service;

    JavaProcess(BenchService service) {
        this.service = service;
    }

    /** Bytes of the heap that are in use behind a full collection. */
    double heapAfterCollection() {
        for (int i = 0; i < 2; i++) {
            collect();
        }
        return metric("jvm_memory_used_bytes\\{area=\"heap\"[^}]*}");
    }

    /** Threads of the platform, the collector's and compiler's not among them. */
    double platformThreads() {
        return metric("jvm_threads_live_threads(?:\\{[^}]*})?");
    }

    private void collect() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(service.handle().pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!jcmd.waitFor(2, TimeUnit.MINUTES) || jcmd.exitValue() != 0) {
                throw new BenchFailure("jcmd GC.run failed; the benchmark needs the JDK and its own user's processes");
            }
        } catch (IOException e) {
            throw new BenchFailure("jcmd cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }

    /** The sum of all samples of that name and labels, a regular expression. */
    private double metric(String name) {
        // The management port offers an upgrade to HTTP/2, in which one long answer in a hundred is lost.
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String page = http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + service.managementPort() + "/q/metrics"))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            double sum = Pattern.compile("(?m)^" + name + " ([0-9.E+-]+)$")
                    .matcher(page)
                    .results()
                    .mapToDouble(found -> Double.parseDouble(found.group(1)))
                    .sum();
            if (sum == 0) {
                throw new BenchFailure("the service does not tell " + name);
            }
            return sum;
        } catch (IOException e) {
            throw new BenchFailure("the metrics of the service cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }
}
