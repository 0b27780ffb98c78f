package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.UpkeepRequests;
import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GmailWatches;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.GraphSubscriptions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.http.ValidationCall;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.push.PushStates;
import dev.waybill.mailbox.push.PushUpkeep;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One round over all mailboxes of Microsoft 365 and Gmail, by the replica that leads. Some at a time; a mailbox that fails is its own. */
public final class UpkeepRound implements Runnable {
    private static final Logger LOG = Logger.getLogger(UpkeepRound.class);
    private static final int AT_ONCE = 16;

    private final Leadership leadership;
    private final RegistryCopy registry;
    private final UpkeepPorts ports;
    private final Map<Provider, ChannelCare> cares;
    private final MailboxCare mailboxes;
    private final InstantSource clock;

    public UpkeepRound(
            Leadership leadership,
            RegistryCopy registry,
            UpkeepPorts ports,
            Providers providers,
            UpkeepSettings settings,
            InstantSource clock) {
        this.leadership = leadership;
        this.registry = registry;
        this.ports = ports;
        this.clock = clock;
        this.mailboxes = new MailboxCare(ports.queue(), settings, clock);
        PublicUrl url = new PublicUrl(settings.publicUrl(), new ValidationCall(), clock);
        this.cares = Map.of(
                Provider.GRAPH,
                new GraphCare(providers.subscriptions(), providers.graph(), ports.upkeep(), ports.queue(), url, clock),
                Provider.GMAIL,
                new GmailCare(
                        providers.watches(),
                        providers.gmail(),
                        ports.upkeep(),
                        ports.queue(),
                        settings.topic(),
                        clock));
    }

    /** Where the round reads from and writes to. */
    public record UpkeepPorts(
            PushChannels channels,
            PushStates states,
            PushUpkeep upkeep,
            UpkeepRequests requests,
            NoticeQueue queue,
            PushGauges gauges) {}

    /** Whom it asks. */
    public record Providers(GraphSubscriptions subscriptions, GraphMail graph, GmailWatches watches, GmailMail gmail) {}

    @Override
    public void run() {
        if (!leadership.leads() || !registry.fresh()) {
            ports.gauges().clear();
            return;
        }
        Map<UUID, List<PushChannel>> channels =
                ports.channels().all().stream().collect(Collectors.groupingBy(PushChannel::mailbox));
        Map<UUID, PushState> states = ports.states().all();
        Map<UUID, Wish> wishes = ports.requests().waiting();
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Mailbox mailbox : registry.all()) {
                Optional<ChannelCare> care = Optional.ofNullable(cares.get(mailbox.provider()));
                if (care.isPresent()) {
                    places.acquireUninterruptibly();
                    threads.execute(() -> {
                        try {
                            one(care.get(), mailbox, channels.getOrDefault(mailbox.id(), List.of()), states, wishes);
                        } catch (RuntimeException e) {
                            LOG.warnf("The push of mailbox %s waits for the next round: %s", mailbox.id(), e);
                        } finally {
                            places.release();
                        }
                    });
                }
            }
        }
        forgetWishesOfNobody(channels, wishes);
        ports.gauges()
                .show(registry.all(), ports.channels().all(), ports.states().all());
    }

    private void one(
            ChannelCare care,
            Mailbox mailbox,
            List<PushChannel> channels,
            Map<UUID, PushState> states,
            Map<UUID, Wish> wishes) {
        if (!leadership.leads()) {
            return;
        }
        Instant now = clock.instant();
        PushState before = states.getOrDefault(mailbox.id(), PushState.initial(mailbox.id(), now));
        Map<UUID, Wish> own = new HashMap<>();
        channels.forEach(channel -> {
            Wish wish = wishes.get(channel.id());
            if (wish != null) {
                own.put(channel.id(), wish);
            }
        });
        PushState after = mailboxes.care(care, mailbox, before, channels, own);
        if (!after.equals(before) || !states.containsKey(mailbox.id())) {
            ports.states().save(after);
        }
        if (after.failures() == 0) {
            own.forEach(ports.requests()::done);
        }
    }

    private void forgetWishesOfNobody(Map<UUID, List<PushChannel>> channels, Map<UUID, Wish> wishes) {
        wishes.forEach((id, wish) -> {
            boolean known = channels.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(channel -> channel.id().equals(id));
            if (!known) {
                ports.requests().done(id, wish);
            }
        });
    }
}
