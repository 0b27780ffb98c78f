package dev.waybill.ingress;

import dev.waybill.queue.QueueFit;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Checks the configuration and starts the loops. */
@Singleton
final class IngressStart {
    private static final Logger LOG = Logger.getLogger(IngressStart.class);

    private final IngressConfig config;
    private final QueueConfig queue;
    private final SteadyLoop registry;
    private final UpkeepLoops upkeep;
    private final Pulls pulls;

    IngressStart(IngressConfig config, QueueConfig queue, SteadyLoop registry, UpkeepLoops upkeep, Pulls pulls) {
        this.config = config;
        this.queue = queue;
        this.registry = registry;
        this.upkeep = upkeep;
        this.pulls = pulls;
    }

    void start(@Observes StartupEvent event, Instance<QueueFit> fit) {
        try {
            ConfigCheck.problem(config, queue).ifPresent(problem -> {
                throw new ConfigurationException(problem);
            });
            if (CallerKeys.of(config).isEmpty()) {
                LOG.warn("No key is configured, so /webhooks/imap refuses everybody; give waybill.ingress.keys.<name>");
            }
            queue.settings();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        fit.get().refusal().ifPresent(problem -> {
            throw new ConfigurationException(problem);
        });
        registry.start();
        upkeep.start();
        pulls.start();
    }

    void stop(@Observes ShutdownEvent event) {
        pulls.stop();
        upkeep.stop();
        registry.stop();
    }
}
