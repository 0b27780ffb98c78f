package dev.waybill.mailbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waybill.mailbox.push.UrlCheck;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Calls an address as Graph does when it validates it; what fails here would fail there, after ten seconds and less plainly. */
public final class ValidationCall implements UrlCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 4_096;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public Optional<String> problem(URI url) {
        String token = "self check+" + UUID.randomUUID();
        String separator = url.getRawQuery() == null ? "?" : "&";
        URI asked = URI.create(
                url + separator + "validationToken=" + token.replace(" ", "%20").replace("+", "%2B"));
        try {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(asked)
                            .timeout(PATIENCE)
                            .header("Content-Type", "text/plain; charset=utf-8")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            String body;
            try (InputStream bytes = answer.body()) {
                body = new String(bytes.readNBytes(LONGEST), UTF_8);
            }
            boolean plain = answer.headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .toLowerCase(Locale.ROOT)
                    .startsWith("text/plain");
            return answer.statusCode() == 200 && plain && body.equals(token)
                    ? Optional.empty()
                    : Optional.of("answers " + answer.statusCode()
                            + " and not the validation token as plain text; let it reach /webhooks/microsoft of this"
                            + " service without a login page, redirect or filter before it");
        } catch (IOException e) {
            return Optional.of("cannot be called (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "); check its name, its certificate and what forwards it to this service");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not called: interrupted");
        }
    }
}
