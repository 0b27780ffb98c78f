package dev.waybill.devstack.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/** The faults that each mailbox has still ahead, and the one that all have. */
public final class Faults {
    private final Map<String, BlockingDeque<Fault>> ahead = new ConcurrentHashMap<>();
    private final Map<String, Fault> alwaysOf = new ConcurrentHashMap<>();
    private volatile @Nullable Fault always;

    public void add(String address, Fault... next) {
        ahead.computeIfAbsent(address.toLowerCase(Locale.ROOT), a -> new LinkedBlockingDeque<>())
                .addAll(List.of(next));
    }

    /** Every request from now on, of whichever mailbox, until null. */
    public void always(@Nullable Fault every) {
        always = every;
    }

    /** Every request about this mailbox from now on, until null. */
    public void always(String address, @Nullable Fault every) {
        String key = address.toLowerCase(Locale.ROOT);
        if (every == null) {
            alwaysOf.remove(key);
        } else {
            alwaysOf.put(key, every);
        }
    }

    public void clear(String address) {
        ahead.remove(address.toLowerCase(Locale.ROOT));
    }

    public Optional<Fault> next(String address) {
        String key = address.toLowerCase(Locale.ROOT);
        BlockingDeque<Fault> faults = ahead.get(key);
        Fault own = faults == null ? null : faults.poll();
        return Optional.ofNullable(own != null ? own : alwaysOf.getOrDefault(key, always));
    }
}
