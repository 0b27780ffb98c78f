package dev.waybill.ingress;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Receives every request to the webhooks, before anything else sees it: whole, within its time and its size, also when its length is
 * not said beforehand. Counts how it was answered.
 */
@Singleton
final class RequestGuard {
    private static final Logger LOG = Logger.getLogger(RequestGuard.class);

    static final int LARGEST_BODY = 256 * 1024;

    private static final int FIRST = 10_000;

    private static final String TIMER = RequestGuard.class.getName();

    private final IngressConfig config;
    private final IngressMetrics metrics;
    private final Vertx vertx;
    private final BodyHandler body = BodyHandler.create(false).setBodyLimit(LARGEST_BODY);

    RequestGuard(IngressConfig config, IngressMetrics metrics, Vertx vertx) {
        this.config = config;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::guard, FIRST);
        filters.register(this::received, FIRST - 1);
    }

    void guard(RoutingContext context) {
        if (!context.normalizedPath().startsWith("/webhooks/")) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        if (isCompressed(request)) {
            // A few bytes could stand for gigabytes; no provider compresses what it pushes.
            metrics.answered(415);
            request.response()
                    .setStatusCode(415)
                    .putHeader("Connection", "close")
                    .end();
            return;
        }
        long timer = vertx.setTimer(config.receiveTimeout().toMillis(), late -> endSlow(request));
        context.put(TIMER, timer);
        context.addEndHandler(answered -> metrics.answered(request.response().getStatusCode()));
        body.handle(context);
        if (!request.isEnded()) {
            // Whoever hangs up in the middle of a body is no error of ours, and must not fill the log with them.
            request.exceptionHandler(gone -> LOG.debugf("a sender went away: %s", gone.getMessage()));
        }
    }

    /** A request that is here whole lets go of its timer, which would keep all of it in memory until long after the answer. */
    void received(RoutingContext context) {
        Long timer = context.remove(TIMER);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        context.next();
    }

    private static boolean isCompressed(HttpServerRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    /** Also ends what still sends after it was refused: closed at once, it would not read the refusal. */
    private static void endSlow(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.response().headWritten()) {
            request.connection().close();
            return;
        }
        request.response()
                .setStatusCode(408)
                .putHeader("Connection", "close")
                .end()
                .onComplete(sent -> request.connection().close());
    }
}
