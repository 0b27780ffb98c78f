package dev.waybill.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waybill.cli.bench.WrkRun.Load;
import dev.waybill.devstack.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;

/** What callers get at full load while Redis is killed, or frozen, and how soon after its return they are served again. */
final class RedisAway {
    private static final String DATA = Base64.getEncoder()
            .encodeToString(("{\"emailAddress\":\"" + IngressStage.address(0) + "\",\"historyId\":1}").getBytes(UTF_8));
    private static final String PUSH = "{\"message\":{\"data\":\"" + DATA
            + "\",\"messageId\":\"1\",\"publishTime\":\"2030-01-01T00:00:00Z\"},\"subscription\":\"projects/p/subscriptions/s\"}";

    private final IngressStage stage;
    private final WrkRun wrk;
    private final int connections;
    private final int seconds;

    RedisAway(IngressStage stage, WrkRun wrk, int connections, int seconds) {
        this.stage = stage;
        this.wrk = wrk;
        this.connections = connections;
        this.seconds = seconds;
    }

    void measure(FigureReport report) {
        RedisServer redis = stage.redis();
        away(report, "redisKilled", redis::kill, redis::restart);
        away(report, "redisFrozen", redis::pauseProcess, redis::continueProcess);
    }

    private void away(FigureReport report, String name, Runnable leave, Runnable comeBack) {
        stage.empty();
        leave.run();
        Load load = wrk.load(stage.url("/webhooks/microsoft"), "graph", 1, seconds, connections, 0, "");
        comeBack.run();
        long back = System.nanoTime();
        Polling.until(Duration.ofMinutes(1), "ingress-webhooks takes pushes again", this::isTaken);
        report.add(name + "RecoveryMillis", (System.nanoTime() - back) / 1e6);
        report.add(name + "AnswerMillisP99", load.p99Millis());
        report.add(name + "AnswerMillisMax", load.maxMillis());
        report.add(name + "AnswersPerSecond", load.requestsPerSecond());
        // wrk counts an answer that comes as its time is over, and does not show it to the script.
        if (load.requests() == 0
                || load.refused() != load.unavailable()
                || load.refused() < load.requests() - connections) {
            throw new BenchFailure(name + ": " + load.requests() + " requests, " + load.unavailable()
                    + " answered 503, " + (load.refused() - load.unavailable()) + " otherwise or not at all");
        }
    }

    private boolean isTaken() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(stage.url("/webhooks/google")))
                                            .timeout(Duration.ofSeconds(5))
                                            .header("Authorization", "Bearer " + stage.token())
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString(PUSH))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 202;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }
}
