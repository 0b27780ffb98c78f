package dev.waybill.imap;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Starts the two loops of the service, and stops them before its connections go. */
@Singleton
final class ListenerStart {
    private static final Logger LOG = Logger.getLogger(ListenerStart.class);

    private final ListenerConfig config;
    private final ListenerLoops loops;
    private final WatcherFleet fleet;

    ListenerStart(ListenerConfig config, ListenerLoops loops, WatcherFleet fleet) {
        this.config = config;
        this.loops = loops;
        this.fleet = fleet;
    }

    void start(@Observes StartupEvent event) {
        ConfigCheck.problem(config).ifPresent(problem -> {
            throw new ConfigurationException(problem);
        });
        loops.registry().start();
        loops.fleet().start();
        LOG.infof("The IMAP listener runs; changes of mailboxes take effect within 5 s");
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            loops.fleet().stop(Duration.ofSeconds(1));
            fleet.stop(config.stopTimeout());
            loops.registry().stop(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
