package dev.waybill.consumer;

import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.ledger.DeadLetterRecorder;
import dev.waybill.consumer.loop.LoopCrew;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.queue.QueueFit;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the consumer when its configuration makes sense, and stops it within 25 seconds, before its connections go. */
@Singleton
final class ConsumerStart {
    private static final Logger LOG = Logger.getLogger(ConsumerStart.class);

    private final ConsumerConfig config;
    private final LoopCrew crew;
    private final Chores chores;
    private final DeadLetterRecorder recorder;
    private final DatabaseGate gate;
    private final SessionPool sessions;
    private volatile boolean stopping;

    ConsumerStart(
            ConsumerConfig config,
            LoopCrew crew,
            Chores chores,
            DeadLetterRecorder recorder,
            DatabaseGate gate,
            SessionPool sessions) {
        this.config = config;
        this.crew = crew;
        this.chores = chores;
        this.recorder = recorder;
        this.gate = gate;
        this.sessions = sessions;
    }

    void start(
            @Observes StartupEvent event,
            QueueConfig queue,
            BlobConfig blobs,
            ReadingConfig reading,
            RetentionConfig retention,
            ReconcileConfig reconcile,
            Instance<QueueFit> fit,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections) {
        ConfigCheck.problem(config, queue, blobs, reading, retention, reconcile, connections)
                .ifPresent(problem -> {
                    throw new ConfigurationException(problem);
                });
        fit.get().refusal().ifPresent(problem -> {
            throw new ConfigurationException(problem);
        });
        crew.settler().onDead(recorder::died);
        chores.start();
        crew.start();
        LOG.infof("The consumer runs with %d places and %d workers", config.places(), config.workers());
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        gate.wake();
        try {
            crew.stop(config.stopTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        chores.stop();
        sessions.closeAll();
        LOG.info("The consumer has stopped: nothing of the queue is in its hands");
    }

    boolean isStopping() {
        return stopping;
    }
}
