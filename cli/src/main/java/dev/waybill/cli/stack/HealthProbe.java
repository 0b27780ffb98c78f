package dev.waybill.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The question to a service's management port whether it is ready. */
public final class HealthProbe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LONGEST_ANSWER = 64 << 10;
    private static final String WELL = "answers";
    /** Names of data that say nothing beside their check's name. */
    private static final Set<String> GENERAL = Set.of("problem", "warning", "waiting");

    private static final ObjectMapper JSON = new ObjectMapper();

    private HealthProbe() {}

    /** Tells whether it says it is ready; no answer is a no. */
    public static boolean isReady(int managementPort) {
        try {
            return open(managementPort).getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns what it answered, in one line, for a person: its checks say what is missing. */
    public static String answer(int managementPort) {
        try {
            HttpURLConnection connection = open(managementPort);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String text = body == null
                        ? ""
                        : new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
                return "HTTP " + status + " " + text;
            }
        } catch (IOException e) {
            return "no answer on port " + managementPort + " (" + e.getMessage() + ")";
        }
    }

    /**
     * Returns what the service says is wrong, each as {@code check: what}; empty when nothing is. Trouble that leaves it
     * ready is among it.
     */
    public static List<String> problems(int managementPort) {
        try {
            HttpURLConnection connection = open(managementPort);
            try (InputStream body =
                    connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return body == null ? List.of() : problems(JSON.readTree(body.readNBytes(LONGEST_ANSWER)));
            }
        } catch (IOException e) {
            return List.of("does not answer on its management port: " + e.getMessage());
        }
    }

    /** A check's data are numbers, {@link #WELL}, or words about what is wrong. */
    static List<String> problems(JsonNode health) {
        List<String> problems = new ArrayList<>();
        for (JsonNode check : health.path("checks")) {
            String name = check.path("name").asText();
            int before = problems.size();
            check.path("data").properties().forEach(datum -> {
                String words = datum.getValue().asText();
                if (datum.getValue().isTextual() && !words.equals(WELL)) {
                    problems.add((GENERAL.contains(datum.getKey()) ? name : datum.getKey()) + ": " + words);
                }
            });
            if (problems.size() == before && check.path("status").asText().equals("DOWN")) {
                problems.add(name + ": is down and does not say why");
            }
        }
        return problems;
    }

    private static HttpURLConnection open(int managementPort) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
