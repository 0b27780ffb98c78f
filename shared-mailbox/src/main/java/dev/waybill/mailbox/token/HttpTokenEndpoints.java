package dev.waybill.mailbox.token;

import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Token endpoints over HTTP by the JDK's client. Redirects are refused: a secret goes to the host that was configured and to no other.
 * Hosts in our own network are refused as for mail servers, and then plain HTTP is, too.
 */
public final class HttpTokenEndpoints implements TokenEndpoints, AutoCloseable {
    private static final int LARGEST_ANSWER = 256 * 1024;

    private final HttpClient http;
    private final HostPolicy hosts;
    private final TokenSettings settings;
    private final InstantSource clock;

    /** {@code trust}: whose certificates are trusted, beside those of the Java runtime. */
    public HttpTokenEndpoints(HostPolicy hosts, SSLContext trust, TokenSettings settings, InstantSource clock) {
        this.hosts = hosts;
        this.settings = settings;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connect())
                .sslContext(trust)
                .build();
    }

    @Override
    public TokenAnswer request(OAuth grant) throws MailboxAccessException {
        TokenEndpoint endpoint = grant.endpoint();
        refuseHost(endpoint);
        HttpResponse<byte[]> response = send(endpoint, asked(grant));
        return TokenResponse.read(
                endpoint, response.statusCode(), response.headers(), response.body(), clock.instant());
    }

    private void refuseHost(TokenEndpoint endpoint) throws MailboxAccessException {
        String host = endpoint.url().getHost();
        String refusal = hosts.refusal(host).orElse("");
        if (!refusal.isEmpty()) {
            throw TokenErrors.unavailable(endpoint, "is not asked: " + refusal, null);
        }
        if (endpoint.url().getScheme().equals("http") && !hosts.allowsPrivate()) {
            throw TokenErrors.unavailable(
                    endpoint, "is not asked: over plain HTTP everybody between could read the secret; use https", null);
        }
    }

    private HttpRequest asked(OAuth grant) throws MailboxAccessException {
        TokenRequest request;
        try {
            request = TokenRequest.of(grant, clock.instant());
        } catch (GeneralSecurityException e) {
            throw TokenErrors.unusable(String.valueOf(e.getMessage()));
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(grant.endpoint().url())
                .timeout(settings.answer())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        request.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    /** The client's own time limit ends with the headers; a body that drips must end, too. */
    private HttpResponse<byte[]> send(TokenEndpoint endpoint, HttpRequest request) throws MailboxAccessException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return answer.get(settings.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw TokenErrors.unavailable(
                    endpoint, "did not answer within " + settings.answer().toSeconds() + " s; it is tried again", e);
        } catch (ExecutionException e) {
            throw failed(endpoint, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw TokenErrors.unavailable(endpoint, "was asked when this service was stopped", e);
        }
    }

    private static MailboxAccessException failed(TokenEndpoint endpoint, Throwable cause) {
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return TokenErrors.unavailable(endpoint, "does not answer in time; it is tried again", cause);
        }
        if (cause instanceof javax.net.ssl.SSLException) {
            return TokenErrors.unavailable(
                    endpoint,
                    "has no TLS that we trust; check its address, or name the certificate of its authority in"
                            + " waybill.mailbox.imap.ca-file",
                    cause);
        }
        if (cause instanceof java.net.ConnectException) {
            return TokenErrors.unavailable(
                    endpoint,
                    "takes no connection, or its host is not known; check its address, the DNS and the firewall",
                    cause);
        }
        return TokenErrors.unavailable(
                endpoint,
                cause instanceof IOException
                        ? "broke off its answer, or sent more than a token; it is tried again"
                        : "could not be asked; it is tried again",
                cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
