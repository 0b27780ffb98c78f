package dev.waybill.devstack.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/** The faults that each mailbox has still ahead. */
public final class Faults {
    private final Map<String, BlockingDeque<Fault>> ahead = new ConcurrentHashMap<>();

    public void add(String address, Fault... next) {
        ahead.computeIfAbsent(address.toLowerCase(Locale.ROOT), a -> new LinkedBlockingDeque<>())
                .addAll(List.of(next));
    }

    public void clear(String address) {
        ahead.remove(address.toLowerCase(Locale.ROOT));
    }

    public Optional<Fault> next(String address) {
        BlockingDeque<Fault> faults = ahead.get(address.toLowerCase(Locale.ROOT));
        return faults == null ? Optional.empty() : Optional.ofNullable(faults.poll());
    }
}
