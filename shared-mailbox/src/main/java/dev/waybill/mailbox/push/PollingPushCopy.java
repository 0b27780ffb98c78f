package dev.waybill.mailbox.push;

import dev.waybill.mailbox.RegistryUnavailableException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A copy that asks for what changed whenever the service's scheduler calls {@link #refresh}. */
public final class PollingPushCopy implements PushCopy {
    private static final Logger LOG = Logger.getLogger(PollingPushCopy.class);

    /** What is hashed and compared for a subscription that there is not, so that it costs the same time as a wrong secret. */
    private static final ClientState.Hash NOBODYS = new ClientState("nobody's").hash();

    private final PushChannels channels;
    private final Map<UUID, PushChannel> byId = new ConcurrentHashMap<>();
    private final Map<String, PushChannel> bySubscription = new ConcurrentHashMap<>();
    private final Map<Place, PushChannel> byPlace = new ConcurrentHashMap<>();
    /** Asked for, but the provider has not said yet under which id; a handful at most, unless a provider is down. */
    private final Map<UUID, PushChannel> pending = new ConcurrentHashMap<>();

    private long version;
    private boolean complained;
    private volatile boolean loaded;

    public PollingPushCopy(PushChannels channels) {
        this.channels = channels;
    }

    private record Place(UUID mailbox, String folder) {}

    /** Reads what changed since the last time. Never fails: an outage is logged when it begins. */
    public synchronized void refresh() {
        try {
            PushChannels.Changes changes = channels.changesSince(version);
            if (changes.version() < version) {
                replaceAll(channels.changesSince(0));
            } else {
                apply(changes);
            }
            loaded = true;
            complained = false;
        } catch (RegistryUnavailableException | IllegalStateException e) {
            if (!complained) {
                LOG.warnf("%s; going on with the %d push channels known", e.getMessage(), byId.size());
                complained = true;
            }
        }
    }

    private void apply(PushChannels.Changes changes) {
        version = changes.version();
        changes.removed().forEach(this::drop);
        changes.changed().forEach(channel -> {
            byId.put(channel.id(), channel);
            byPlace.put(new Place(channel.mailbox(), channel.folder()), channel);
            if (channel.subscription().isPresent()) {
                bySubscription.put(channel.subscription().get(), channel);
                pending.remove(channel.id());
            } else if (channel.secret().isPresent()) {
                pending.put(channel.id(), channel);
            }
        });
    }

    /** The versions went back: PostgreSQL was restored from a backup. */
    private void replaceAll(PushChannels.Changes everything) {
        Set<UUID> gone = new HashSet<>(byId.keySet());
        everything.changed().forEach(channel -> gone.remove(channel.id()));
        gone.forEach(this::drop);
        apply(everything);
    }

    private void drop(UUID id) {
        pending.remove(id);
        PushChannel gone = byId.remove(id);
        if (gone != null) {
            byPlace.remove(new Place(gone.mailbox(), gone.folder()), gone);
            gone.subscription().ifPresent(subscription -> bySubscription.remove(subscription, gone));
        }
    }

    @Override
    public Verdict authenticate(String subscription, String clientState) {
        PushChannel known = bySubscription.get(subscription);
        ClientState.Hash secret = known == null ? NOBODYS : known.secret().orElse(NOBODYS);
        boolean matches = secret.matches(clientState);
        if (known != null) {
            return matches ? new Authentic(known) : new Forged();
        }
        // The first notifications of a subscription may be here before its id is.
        for (PushChannel asked : pending.values()) {
            if (asked.secret().isPresent() && asked.secret().get().matches(clientState)) {
                return new Authentic(asked);
            }
        }
        return new Unknown();
    }

    @Override
    public Optional<PushChannel> find(UUID mailbox, String folder) {
        return Optional.ofNullable(byPlace.get(new Place(mailbox, folder)));
    }

    @Override
    public boolean loaded() {
        return loaded;
    }
}
