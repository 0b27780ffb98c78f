package dev.waybill.ingress.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys over HTTP (RFC 7517 §5): a small document of one address, never another one that it points to. */
final class HttpKeySource implements KeySource {
    private static final int LARGEST = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration UNSAID = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern MAX_AGE = Pattern.compile("max-age=([0-9]{1,9})");

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HttpKeySource(URI url) {
        this.url = url;
    }

    @Override
    public Published fetch() throws IOException {
        try {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(url).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException(url + " answers " + answer.statusCode());
                }
                byte[] bytes = body.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException(url + " answers with more than " + LARGEST + " bytes");
                }
                return new Published(new String(bytes, UTF_8), keepFor(answer));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + url, e);
        }
    }

    private static Duration keepFor(HttpResponse<?> answer) {
        Matcher said =
                MAX_AGE.matcher(answer.headers().firstValue("Cache-Control").orElse(""));
        Duration wanted = said.find() ? Duration.ofSeconds(Long.parseLong(said.group(1))) : UNSAID;
        if (wanted.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }
}
