package dev.waybill.ingress.google;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.registry.RegistryListener;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Which mailboxes a Gmail address is; several, if several tenants connected it. Told by the registry's copy. */
public final class GmailAddresses implements RegistryListener {
    private final Map<String, Set<UUID>> byAddress = new ConcurrentHashMap<>();
    private final Map<UUID, String> addresses = new ConcurrentHashMap<>();

    Set<UUID> find(String address) {
        return byAddress.getOrDefault(key(address), Set.of());
    }

    @Override
    public void changed(Mailbox mailbox) {
        removed(mailbox.id());
        if (mailbox.connection() instanceof Connection.Gmail(String user)) {
            addresses.put(mailbox.id(), key(user));
            byAddress
                    .computeIfAbsent(key(user), address -> ConcurrentHashMap.newKeySet())
                    .add(mailbox.id());
        }
    }

    @Override
    public void removed(UUID mailbox) {
        String address = addresses.remove(mailbox);
        if (address != null) {
            byAddress.computeIfPresent(address, (a, ids) -> {
                ids.remove(mailbox);
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
