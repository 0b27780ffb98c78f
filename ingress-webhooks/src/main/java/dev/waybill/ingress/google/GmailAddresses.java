package dev.waybill.ingress.google;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.registry.RegistryListener;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which mailboxes a Gmail address is; several, if several tenants connected it. Told by the registry's copy. A mailbox that changes is
 * known at every moment of it: a push that finds nobody is acknowledged, and never comes again.
 */
public final class GmailAddresses implements RegistryListener {
    private final Map<String, Set<UUID>> byAddress = new ConcurrentHashMap<>();
    private final Map<UUID, String> addresses = new ConcurrentHashMap<>();

    Set<UUID> find(String address) {
        return byAddress.getOrDefault(key(address), Set.of());
    }

    @Override
    public void changed(Mailbox mailbox) {
        if (!(mailbox.connection() instanceof Connection.Gmail(String user))) {
            removed(mailbox.id());
            return;
        }
        String now = key(user);
        byAddress.compute(now, (address, ids) -> {
            Set<UUID> all = ids == null ? ConcurrentHashMap.newKeySet() : ids;
            all.add(mailbox.id());
            return all;
        });
        String before = addresses.put(mailbox.id(), now);
        if (before != null && !before.equals(now)) {
            forget(before, mailbox.id());
        }
    }

    @Override
    public void removed(UUID mailbox) {
        String address = addresses.remove(mailbox);
        if (address != null) {
            forget(address, mailbox);
        }
    }

    private void forget(String address, UUID mailbox) {
        byAddress.computeIfPresent(address, (a, ids) -> {
            ids.remove(mailbox);
            return ids.isEmpty() ? null : ids;
        });
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
