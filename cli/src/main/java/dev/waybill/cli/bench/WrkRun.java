package dev.waybill.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of {@code wrk} with the script of this package, which makes the requests and prints what came of them. */
final class WrkRun {
    private static final String SCRIPT = "ingress.lua";

    private final Path script;

    /** Unpacks the script into a directory. */
    WrkRun(Path directory) {
        this.script = directory.resolve(SCRIPT);
        try (InputStream in = WrkRun.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new BenchFailure(SCRIPT + " is missing on the class path; build cli again");
            }
            Files.copy(in, script);
        } catch (IOException e) {
            throw new BenchFailure("the script of the benchmark cannot be written to " + directory, e);
        }
    }

    /**
     * What came of a run.
     *
     * @param refused answers other than 202, and requests without one
     * @param unavailable answers of 503
     */
    record Load(
            double requestsPerSecond,
            double p50Millis,
            double p99Millis,
            double p999Millis,
            double maxMillis,
            long requests,
            long refused,
            long unavailable) {}

    /**
     * Loads an address.
     *
     * @param kind {@code nothing}, {@code graph} or {@code google}
     * @param rate requests a second, at moments of their own; 0 for as many as it can
     */
    Load load(String url, String kind, int batch, int seconds, int connections, double rate, String token) {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "-s",
                script.toString(),
                url));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "BENCH_KIND", kind,
                        "BENCH_BATCH", Integer.toString(batch),
                        "BENCH_RATE", Double.toString(rate),
                        "BENCH_TOKEN", token,
                        "BENCH_RUN", Long.toString(System.nanoTime(), 36),
                        "BENCH_MAILBOXES", Integer.toString(IngressStage.MAILBOXES)));
        try {
            Process wrk = builder.start();
            String out = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (wrk.waitFor() != 0) {
                throw new BenchFailure("wrk failed: " + out.strip());
            }
            return read(out);
        } catch (IOException e) {
            throw new BenchFailure(
                    "wrk cannot be started; install it, on Debian by 'apt-get install wrk', then run the benchmark"
                            + " again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }

    private static Load read(String out) throws JsonProcessingException {
        String line = out.lines()
                .filter(text -> text.startsWith("BENCH "))
                .findFirst()
                .orElseThrow(() -> new BenchFailure("wrk printed no figures: " + out.strip()));
        JsonNode figures = new ObjectMapper().readTree(line.substring("BENCH ".length()));
        return new Load(
                figures.path("requests").asDouble() / (figures.path("micros").asDouble() / 1e6),
                figures.path("p50").asDouble() / 1e3,
                figures.path("p99").asDouble() / 1e3,
                figures.path("p999").asDouble() / 1e3,
                figures.path("max").asDouble() / 1e3,
                figures.path("requests").asLong(),
                figures.path("refused").asLong(),
                figures.path("unavailable").asLong());
    }
}
