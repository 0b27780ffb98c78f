package dev.waybill.mailbox.graph;

import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.models.odataerrors.MainError;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.Bearer;
import dev.waybill.mailbox.http.HttpTroubles;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.http.RetryAfter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import okhttp3.OkHttpClient;

/**
 * Calls Microsoft Graph by its SDK, each call with a token of its mailbox; where the SDK's exceptions end. Every request asks for
 * immutable ids and bears an id of its own, which Microsoft's support asks for.
 */
final class GraphCalls {
    private static final String SERVER = "Microsoft Graph";

    private final ProviderHttp http;
    private final GraphServers servers;
    private final InstantSource clock;

    GraphCalls(ProviderHttp http, GraphServers servers, InstantSource clock) {
        this.http = http;
        this.servers = servers;
        this.clock = clock;
    }

    /** One call of the SDK. */
    @FunctionalInterface
    interface Ask<T> {
        T of(GraphServiceClient graph);
    }

    /** For answers that are read whole. */
    <T> T answer(Connection.Graph at, Bearer bearer, Ask<T> ask) throws MailboxAccessException {
        return call(at, http.answers(servers.of(at.cloud())), bearer, ask);
    }

    /** For streams. */
    <T> T mail(Connection.Graph at, Bearer bearer, Ask<T> ask) throws MailboxAccessException {
        return call(at, http.mails(servers.of(at.cloud())), bearer, ask);
    }

    private <T> T call(Connection.Graph at, OkHttpClient plain, Bearer bearer, Ask<T> ask)
            throws MailboxAccessException {
        OkHttpClient client = plain.newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .addHeader("Prefer", "IdType=\"ImmutableId\"")
                        .header("client-request-id", UUID.randomUUID().toString())
                        .build()))
                .build();
        return bearer.use(token -> attempt(new GraphServiceClient(adapter(at, client, token)), ask));
    }

    private BaseGraphRequestAdapter adapter(Connection.Graph at, OkHttpClient client, String token) {
        return new BaseGraphRequestAdapter(
                (request, context) -> request.headers.tryAdd("Authorization", "Bearer " + token),
                servers.of(at.cloud()).toString(),
                client);
    }

    private <T> T attempt(GraphServiceClient graph, Ask<T> ask) throws MailboxAccessException {
        try {
            return ask.of(graph);
        } catch (ApiException e) {
            throw refused(e);
        } catch (RuntimeException e) {
            // The SDK wraps what the connection threw, and what it could not read.
            throw HttpTroubles.of(SERVER, e);
        }
    }

    private MailboxAccessException refused(ApiException e) {
        int status = e.getResponseStatusCode();
        if (status == 0) {
            return HttpTroubles.of(SERVER, e);
        }
        MainError error = e instanceof ODataError odata ? odata.getError() : null;
        String code = error == null || error.getCode() == null ? "" : error.getCode();
        return GraphErrors.refused(status, code, retryAfter(e), e);
    }

    private Optional<Duration> retryAfter(ApiException e) {
        for (Map.Entry<String, Set<String>> header : e.getResponseHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")) {
                return RetryAfter.of(String.join(",", header.getValue()), clock.instant());
            }
        }
        return Optional.empty();
    }
}
