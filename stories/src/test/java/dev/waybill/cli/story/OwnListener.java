package dev.waybill.cli.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A listener of somebody else's, which pushes to {@code POST /webhooks/imap} as docs/webhook-imap.md tells it to. */
final class OwnListener implements AutoCloseable {
    private static final String KEY = "demo";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;
    private final SecretKeySpec secret;

    OwnListener(PackagedStack stack) throws IOException {
        this.endpoint = URI.create(stack.state().ingress() + "/webhooks/imap");
        byte[] bytes = Files.readString(stack.secrets().resolve("ingress-key-demo"))
                .strip()
                .getBytes(UTF_8);
        this.secret = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** Pushes the mails of these ledger keys; empty when nobody answers. */
    Optional<HttpResponse<String>> push(String mailbox, List<String> messageKeys) {
        String body = messageKeys.stream()
                .map(key -> key.split(":", 4))
                .map(key -> "{\"mailbox\":\"%s\",\"folder\":\"%s\",\"uidValidity\":\"%s\",\"uid\":\"%s\"}"
                        .formatted(mailbox, key[3], key[1], key[2]))
                .collect(Collectors.joining(",", "{\"pointers\":[", "]}"));
        String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Waybill-Key", KEY)
                .header("Waybill-Timestamp", timestamp)
                .header("Waybill-Signature", "v1=" + signature(timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException gone) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String signature(String signed) {
        try {
            Mac mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
