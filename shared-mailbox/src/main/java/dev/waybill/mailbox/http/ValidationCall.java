package dev.waybill.ingress.upkeep;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Calls our own address as Graph does when it validates it; what fails here would fail there, after ten seconds and less plainly. */
final class HttpUrlCheck implements UrlCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(asked)
                            .timeout(PATIENCE)
                            .header("Content-Type", "text/plain; charset=utf-8")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            boolean plain = answer.headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .toLowerCase(Locale.ROOT)
                    .startsWith("text/plain");
            return answer.statusCode() == 200 && plain && answer.body().equals(token)
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
