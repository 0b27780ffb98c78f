package dev.waybill.cli.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The question to a service's management port whether it is ready. */
public final class HealthProbe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LONGEST_ANSWER = 64 << 10;

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

    private static HttpURLConnection open(int managementPort) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
