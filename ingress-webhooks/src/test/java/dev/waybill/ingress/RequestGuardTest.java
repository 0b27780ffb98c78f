package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RequestGuardTest {
    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> timers = ConcurrentHashMap.newKeySet();

    /** The guard's Vert.x, which remembers the timers that run. */
    private Vertx watched() {
        return (Vertx) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(vertx, arguments);
                        if (method.getName().equals("setTimer")) {
                            timers.add(result);
                        } else if (method.getName().equals("cancelTimer")) {
                            timers.remove(arguments[0]);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void requestThatIsHereWholeIsHeldByNoTimerFromThenOn() throws Exception {
        // Given
        RequestGuard guard = new RequestGuard(
                new Keys(Map.of(), Map.of(), Map.of()), new IngressMetrics(new SimpleMeterRegistry()), watched());
        Router router = Router.router(vertx);
        List<Integer> running = new CopyOnWriteArrayList<>();
        router.route().handler(context -> {
            guard.guard(context);
            running.add(timers.size());
        });
        router.route().handler(guard::received);
        router.route().handler(context -> {
            running.add(timers.size());
            context.response().setStatusCode(202).end();
        });
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            // When
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/imap"))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            // Then
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(running)
                    .as("timers while it arrives, and once it is here")
                    .containsExactly(1, 0);
        } finally {
            vertx.close();
        }
    }
}
