package dev.waybill.devstack.graph;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The subscriptions that live; what has expired is gone. */
final class SubscriptionStore {
    private final InstantSource clock;
    private final Map<UUID, GraphSubscription> all = new ConcurrentHashMap<>();

    SubscriptionStore(InstantSource clock) {
        this.clock = clock;
    }

    void add(GraphSubscription subscription) {
        all.put(subscription.id(), subscription);
    }

    Optional<GraphSubscription> remove(UUID id) {
        return Optional.ofNullable(all.remove(id));
    }

    Optional<GraphSubscription> find(String id) {
        return all().stream().filter(s -> s.id().toString().equals(id)).findFirst();
    }

    boolean hasSame(GraphSubscription other) {
        return all().stream()
                .anyMatch(s -> s.mailbox().equals(other.mailbox())
                        && s.folder().equals(other.folder())
                        && s.changeTypes().equals(other.changeTypes()));
    }

    List<GraphSubscription> all() {
        all.values().removeIf(s -> !clock.instant().isBefore(s.expires()));
        return List.copyOf(all.values());
    }
}
