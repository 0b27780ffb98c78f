package dev.waybill.devstack.graph;

import dev.waybill.devstack.http.Webhook;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Calls the subscriber's URLs, as patient as the real service is. */
final class NotificationSender implements AutoCloseable {
    private static final Duration VALIDATION = Duration.ofSeconds(10);
    private static final Duration FIRST_TRY = Duration.ofSeconds(3);
    private static final Duration LATER_TRY = Duration.ofSeconds(10);

    private final Webhook webhook = new Webhook();

    /** Whether the URL answers its validation token: 200, plain text, the decoded token and nothing else. */
    boolean validates(URI url) {
        String token = "Validation: Testing client application reachability for + subscription " + UUID.randomUUID();
        String separator = url.getQuery() == null ? "?" : "&";
        URI asked = URI.create(url + separator + "validationToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        return webhook.post(asked, Map.of("Content-Type", "text/plain; charset=utf-8"), "", VALIDATION)
                .filter(answer -> answer.statusCode() == 200)
                .filter(answer -> answer.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("text/plain"))
                .filter(answer -> answer.body().equals(token))
                .isPresent();
    }

    /** Whether the subscriber took it: any 2xx within three seconds, ten when it is repeated. */
    boolean delivers(URI url, String body, boolean repeated) {
        return webhook.post(
                        url,
                        Map.of("Content-Type", "application/json; charset=utf-8"),
                        body,
                        repeated ? LATER_TRY : FIRST_TRY)
                .filter(answer -> answer.statusCode() / 100 == 2)
                .isPresent();
    }

    @Override
    public void close() {
        webhook.close();
    }
}
