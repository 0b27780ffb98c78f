package dev.waybill.imap;

import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.queue.Parts;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * What this service says of itself. Ready means that it knows which mailboxes to watch; trouble of Redis, PostgreSQL or single
 * mailboxes is named, but does not make it unready: it heals, and another replica would have the same.
 */
@Singleton
final class ListenerHealth {
    /** The loop has a round a second, and a round never waits for a server. */
    private static final Duration STUCK = Duration.ofMinutes(1);

    private final ListenerLoops loops;
    private final WatcherFleet fleet;
    private final MailboxShare share;
    private final RegistryCopy registry;
    private final PointerQueue queue;
    private final SecretBox secrets;

    ListenerHealth(
            ListenerLoops loops,
            WatcherFleet fleet,
            MailboxShare share,
            RegistryCopy registry,
            PointerQueue queue,
            SecretBox secrets) {
        this.loops = loops;
        this.fleet = fleet;
        this.share = share;
        this.registry = registry;
        this.queue = queue;
        this.secrets = secrets;
    }

    @Produces
    @Liveness
    @Singleton
    HealthCheck live() {
        return () -> {
            Duration silence = loops.fleet().silence();
            boolean alive = silence.compareTo(STUCK) < 0;
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("watchers").status(alive);
            return alive
                    ? answer.build()
                    : answer.withData(
                                    "problem",
                                    "the watchers were not compared with the registry for " + silence.toSeconds()
                                            + " s; restart the listener")
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
                        .withData("waiting", "PostgreSQL has not answered yet; no mailbox is watched until it does")
                        .build();
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck ready() {
        return () -> {
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("mailboxes").status(registry.loaded());
            String postgres = postgres();
            String redis = redis();
            answer.withData("postgres", postgres).withData("redis", redis);
            boolean degraded = !postgres.equals("answers") || !redis.equals("answers");
            secrets.problem().ifPresent(problem -> answer.withData("keyset", problem));
            answer.withData("share", sharing());
            answer.withData("degraded", degraded || secrets.problem().isPresent());
            for (WatcherPhase phase : WatcherPhase.values()) {
                answer.withData(phase.name().toLowerCase(Locale.ROOT), fleet.count(phase));
            }
            return answer.build();
        };
    }

    private String sharing() {
        String who = share.name() + " has " + share.parts() + " of " + Parts.COUNT
                + " parts of all mailboxes, listeners alive: " + share.replicas();
        return share.answered() ? who : who + "; Redis did not answer the last renewal";
    }

    private String postgres() {
        if (registry.fresh()) {
            return "answers";
        }
        return registry.loaded()
                ? "does not answer; the mailboxes known are watched, changes wait"
                : "has not answered yet; no mailbox is watched until it does";
    }

    private String redis() {
        try {
            queue.position("health");
            return "answers";
        } catch (QueueException e) {
            return e.getMessage() + "; nothing is enqueued and no position moves until it answers";
        }
    }
}
