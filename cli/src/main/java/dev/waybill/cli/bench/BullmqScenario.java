package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The rival: BullMQ drains as many jobs of the same content, in processes of Node. */
record BullmqScenario(String name, Path directory, int jobs, int processes, int workers, int concurrency)
        implements QueueScenario {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BULK = 1_000;
    private static final long PATIENCE_SECONDS = 300;

    @Override
    public String conditions() {
        return jobs + " jobs added in bulks of " + BULK + ", " + processes + " processes with " + workers
                + " workers of concurrency " + concurrency + " each, finished jobs removed";
    }

    /** Installs what the lock file names, unless it is there. */
    static void install(Path directory) {
        if (Files.isDirectory(directory.resolve("node_modules").resolve("bullmq"))) {
            return;
        }
        run(directory, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        ObjectNode options = JSON.createObjectNode()
                .put("port", redis.port())
                .put("jobs", jobs)
                .put("processes", processes)
                .put("workers", workers)
                .put("concurrency", concurrency)
                .put("bulk", BULK);
        String said = run(directory, List.of("node", "drain.mjs", options.toString()));
        try {
            JsonNode figures = JSON.readTree(said);
            Map<String, Double> result = new LinkedHashMap<>();
            for (String name : List.of(
                    "pointersPerSecond",
                    "enqueuedPerSecond",
                    "consumedPerSecond",
                    "redisMicrosPerPointer",
                    "bytesPerWaitingItem")) {
                result.put(name, figures.path(name).asDouble());
            }
            return result;
        } catch (IOException e) {
            throw new BenchFailure("BullMQ's figures cannot be read: " + said, e);
        }
    }

    private static String run(Path directory, List<String> command) {
        try {
            Path out = Files.createTempFile("bench", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new BenchFailure(String.join(" ", command) + " was not done within " + PATIENCE_SECONDS
                            + " s; leave BullMQ out with --no-rival");
                }
                String said = Files.readString(out, StandardCharsets.UTF_8);
                if (process.exitValue() != 0) {
                    throw new BenchFailure(command.getFirst() + " ended with status " + process.exitValue() + " in "
                            + directory + "; leave BullMQ out with --no-rival");
                }
                return said;
            } finally {
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new BenchFailure(
                    command.getFirst() + " cannot be run (" + e.getMessage()
                            + "): install Node.js 20 or newer, or leave BullMQ out with --no-rival",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }
}
