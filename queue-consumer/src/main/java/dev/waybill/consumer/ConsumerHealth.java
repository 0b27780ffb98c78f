package dev.waybill.consumer;

import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.loop.LoopCrew;
import dev.waybill.consumer.loop.QueueLink;
import dev.waybill.consumer.observe.QueueSafety;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the platform asks: alive, ready, started. Each names what is wrong, and recovers by itself. */
@Singleton
final class ConsumerHealth {
    private final LoopCrew crew;
    private final QueueLink queue;
    private final QueueSafety safety;
    private final DatabaseGate gate;
    private final SchemaProbe schema;
    private final ConsumerStart consumer;

    ConsumerHealth(
            LoopCrew crew,
            QueueLink queue,
            QueueSafety safety,
            DatabaseGate gate,
            SchemaProbe schema,
            ConsumerStart consumer) {
        this.crew = crew;
        this.queue = queue;
        this.safety = safety;
        this.gate = gate;
        this.schema = schema;
        this.consumer = consumer;
    }

    /** Only what a restart heals. */
    @Produces
    @Singleton
    @Liveness
    HealthCheck alive() {
        return () -> HealthCheckResponse.named("consumer loop")
                .status(crew.isAlive() || consumer.isStopping())
                .withData("inHand", crew.inHand())
                .withData("stuckHandlers", crew.stuckHandlers())
                .build();
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck redis() {
        return () -> {
            String problem = queue.problem();
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("Redis").status(problem.isEmpty());
            List<String> warnings = safety.warnings();
            if (!problem.isEmpty()) {
                answer.withData("problem", problem);
            } else if (!warnings.isEmpty()) {
                answer.withData("warning", String.join("; ", warnings));
            }
            return answer.build();
        };
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck postgres() {
        return () -> problem("PostgreSQL", gate.problem());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck running() {
        return () -> problem("consumer", consumer.isStopping() ? "it is stopping" : "");
    }

    @Produces
    @Singleton
    @Startup
    HealthCheck migrated() {
        return () -> problem("migrations", schema.isMigrated() ? "" : "not done yet: " + gate.problem());
    }

    private static HealthCheckResponse problem(String name, String problem) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(problem.isEmpty());
        return problem.isEmpty()
                ? response.build()
                : response.withData("problem", problem).build();
    }
}
