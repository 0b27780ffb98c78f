package dev.waybill.mailbox.http;

import dev.waybill.mailbox.imap.TrustedCertificates;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The HTTP client of all mailboxes of a process: one pool of connections, no redirects, no retries of its own, limits on every size and
 * time. Blocking; interrupting a virtual thread that waits in it ends its call.
 *
 * <p>HTTP/1.1, because there a connection that hangs keeps one mailbox waiting and not all.
 */
public final class ProviderHttp implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 64;
    private static final Duration KEEP = Duration.ofSeconds(60);

    private final OkHttpClient client;
    private final HttpSettings settings;

    /** Throws {@link IllegalArgumentException} with a sentence if the file of certificates is not usable. */
    public ProviderHttp(HttpSettings settings) {
        this.settings = settings;
        X509TrustManager trust = TrustedCertificates.manager(settings.caFile());
        this.client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, KEEP.toSeconds(), TimeUnit.SECONDS))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(true)
                .connectTimeout(settings.connect())
                .readTimeout(settings.silence())
                .writeTimeout(settings.silence())
                .sslSocketFactory(tls(trust).getSocketFactory(), trust)
                .build();
    }

    /** For answers that are read whole, from this server only: bounded in size and time. */
    public OkHttpClient answers(URI base) {
        return client.newBuilder()
                .callTimeout(settings.answer())
                .addInterceptor(new OneServer(base))
                .addInterceptor(new BoundedAnswer(false))
                .build();
    }

    /** For mails, from this server only: who reads one counts its bytes. */
    public OkHttpClient mails(URI base) {
        return client.newBuilder()
                .addInterceptor(new OneServer(base))
                .addInterceptor(new BoundedAnswer(true))
                .build();
    }

    private static SSLContext tls(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdownNow();
        client.connectionPool().evictAll();
    }
}
