package dev.waybill.ingress;

import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * What this service says of itself. Ready means that it knows its mailboxes: from then on it accepts, with or without PostgreSQL.
 * Without Redis it answers 503 to each push, which senders repeat; taken out of service it could not even say that.
 */
@Singleton
final class IngressHealth {
    /** A round is a second apart, but may wait for a PostgreSQL that does not answer, or for another service's migration. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    private final SteadyLoop loop;
    private final RegistryCopy registry;
    private final PointerQueue queue;

    IngressHealth(SteadyLoop loop, RegistryCopy registry, PointerQueue queue) {
        this.loop = loop;
        this.registry = registry;
        this.queue = queue;
    }

    @Produces
    @Liveness
    @Singleton
    HealthCheck live() {
        return () -> {
            Duration silence = loop.silence();
            boolean alive = silence.compareTo(STUCK) < 0;
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("registry-loop").status(alive);
            return alive
                    ? answer.build()
                    : answer.withData(
                                    "problem",
                                    "the registry was not asked for changes for " + silence.toSeconds()
                                            + " s; restart the service")
                            .build();
        };
    }

    @Produces
    @Startup
    @Singleton
    HealthCheck started() {
        return () -> registry.loaded()
                ? HealthCheckResponse.up("registry")
                : HealthCheckResponse.named("registry")
                        .up()
                        .withData("waiting", "PostgreSQL has not answered yet; pushes get 503 until it does")
                        .build();
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck ready() {
        return () -> {
            String postgres = postgres();
            String redis = redis();
            boolean degraded = !postgres.equals("answers") || !redis.equals("answers");
            return HealthCheckResponse.named("mailboxes")
                    .status(registry.loaded())
                    .withData("postgres", postgres)
                    .withData("redis", redis)
                    .withData("mailboxes", registry.all().size())
                    .withData("degraded", degraded)
                    .build();
        };
    }

    private String postgres() {
        if (registry.fresh()) {
            return "answers";
        }
        return registry.loaded()
                ? "does not answer; pushes are accepted for the mailboxes known, changes of mailboxes wait"
                : "has not answered yet; pushes get 503 until it does";
    }

    private String redis() {
        try {
            queue.position("health");
            return "answers";
        } catch (QueueException e) {
            return e.getMessage() + "; pushes get 503 until it answers";
        }
    }
}
