package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.MailboxRegistry.Changes;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.RegistryUnavailableException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A copy of the registry that asks for what changed whenever the service's scheduler calls {@link #refresh}. While PostgreSQL is down it
 * keeps what it has.
 */
public final class PollingRegistryCopy implements RegistryCopy {
    private static final Logger LOG = Logger.getLogger(PollingRegistryCopy.class);

    private final MailboxRegistry registry;
    private final List<RegistryListener> listeners;
    private final Map<UUID, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private final Set<UUID> removed = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<UUID>> byAddress = new ConcurrentHashMap<>();
    private long version;
    private final AtomicLong revision = new AtomicLong();
    private boolean complained;
    private volatile boolean loaded;
    private volatile boolean fresh;

    public PollingRegistryCopy(MailboxRegistry registry, List<RegistryListener> listeners) {
        this.registry = registry;
        this.listeners = List.copyOf(listeners);
    }

    /** Reads what changed since the last time. Never fails: an outage is logged when it begins and when it ends. */
    public synchronized void refresh() {
        try {
            Changes changes = registry.changesSince(version);
            if (changes.version() != version) {
                take(changes);
            }
            if (loaded && !fresh) {
                LOG.info("The registry answers again");
            }
            loaded = true;
            fresh = true;
        } catch (RegistryUnavailableException | IllegalStateException e) {
            if (fresh || !complained) {
                LOG.warnf("%s; going on with the %d mailboxes known", e.getMessage(), mailboxes.size());
                complained = true;
            }
            fresh = false;
        }
    }

    private void take(Changes changes) {
        if (changes.version() < version) {
            replaceAll(registry.changesSince(0));
        } else {
            apply(changes);
        }
        revision.incrementAndGet();
    }

    private void apply(Changes changes) {
        version = changes.version();
        changes.changed().forEach(mailbox -> {
            mailboxes.put(mailbox.id(), mailbox);
            byAddress
                    .computeIfAbsent(key(mailbox.address()), address -> ConcurrentHashMap.newKeySet())
                    .add(mailbox.id());
            tell(listener -> listener.changed(mailbox));
        });
        changes.removed().forEach(this::drop);
    }

    /** The versions went back: PostgreSQL was restored from a backup, or another database stands there now. */
    private void replaceAll(Changes everything) {
        LOG.warnf(
                "The registry is older than its copy (version %d after %d); reading it anew",
                everything.version(), version);
        Set<UUID> gone = new HashSet<>(mailboxes.keySet());
        everything.changed().forEach(mailbox -> gone.remove(mailbox.id()));
        gone.removeAll(everything.removed());
        removed.clear();
        apply(everything);
        gone.forEach(id -> {
            drop(id);
            removed.remove(id);
        });
    }

    private void drop(UUID id) {
        removed.add(id);
        Mailbox gone = mailboxes.remove(id);
        if (gone != null) {
            byAddress.computeIfPresent(key(gone.address()), (address, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
            tell(listener -> listener.removed(id));
        }
    }

    private void tell(Consumer<RegistryListener> news) {
        for (RegistryListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("A listener of the registry failed; the others go on", e);
            }
        }
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    /** Empty also when several tenants connected the address: guessing would show one tenant's mailbox to another. */
    @Override
    public Optional<Mailbox> findByAddress(String address) {
        List<Mailbox> found = byAddress.getOrDefault(key(address), Set.of()).stream()
                .flatMap(id -> find(id).stream())
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    @Override
    public Collection<Mailbox> all() {
        return List.copyOf(mailboxes.values());
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public boolean isRemoved(UUID id) {
        return removed.contains(id);
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public boolean fresh() {
        return fresh;
    }
}
