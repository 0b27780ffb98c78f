package dev.waybill.ingress.push;

import dev.waybill.queue.QueueException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests to the upkeep in memory. */
public final class Wishes implements UpkeepRequests {
    private final Map<UUID, Wish> waiting = new HashMap<>();
    public @Nullable QueueException failure;

    @Override
    public void ask(Map<UUID, Wish> byChannel) {
        if (failure != null) {
            throw failure;
        }
        waiting.putAll(byChannel);
    }

    @Override
    public Map<UUID, Wish> waiting() {
        return Map.copyOf(waiting);
    }

    @Override
    public void done(UUID channel, Wish wish) {
        waiting.remove(channel, wish);
    }
}
