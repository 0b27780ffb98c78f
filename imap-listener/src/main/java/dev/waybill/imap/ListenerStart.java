package dev.waybill.imap;

import dev.waybill.queue.QueueFit;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Checks the configuration, then starts the loops of the service; stops them before its connections go,
 * and hands the mailboxes over to the other listeners.
 */
@Singleton
final class ListenerStart {
    private static final Logger LOG = Logger.getLogger(ListenerStart.class);

    private final ListenerConfig config;
    private final QueueConfig queue;
    private final MailboxConfig mailboxes;
    private final Instance<ListenerLoops> loops;
    private final Instance<WatcherFleet> fleet;
    private final Instance<MailboxShare> share;

    ListenerStart(
            ListenerConfig config,
            QueueConfig queue,
            MailboxConfig mailboxes,
            Instance<ListenerLoops> loops,
            Instance<WatcherFleet> fleet,
            Instance<MailboxShare> share) {
        this.config = config;
        this.queue = queue;
        this.mailboxes = mailboxes;
        this.loops = loops;
        this.fleet = fleet;
        this.share = share;
    }

    void start(@Observes StartupEvent event, Instance<QueueFit> fit) {
        Optional<String> problem = ConfigCheck.problem(config, queue, mailboxes);
        if (problem.isPresent()) {
            throw new ConfigurationException(problem.get());
        }
        fit.get().refusal().ifPresent(refusal -> {
            throw new ConfigurationException(refusal);
        });
        loops.get().registry().start();
        loops.get().share().start();
        loops.get().fleet().start();
        loops.get().troubles().start();
        LOG.info("The IMAP listener runs; changes of mailboxes take effect within 5 s");
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            loops.get().troubles().stop(Duration.ofSeconds(1));
            loops.get().fleet().stop(Duration.ofSeconds(1));
            fleet.get().stop(config.stopTimeout());
            loops.get().share().stop(Duration.ofSeconds(1));
            share.get().leave();
            loops.get().registry().stop(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
