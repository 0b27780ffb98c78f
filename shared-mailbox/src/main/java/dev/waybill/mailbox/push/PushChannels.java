package dev.waybill.mailbox.push;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The channels in PostgreSQL, as those read and note them who do not look after them. */
public interface PushChannels {
    /** Every channel that is not removed. */
    List<PushChannel> all();

    List<PushChannel> of(UUID mailbox);

    /** What changed after a version; removed ones by their id. */
    Changes changesSince(long version);

    /** Notes when pushes came last, all in one statement; never moves one back. */
    void pushed(Map<UUID, Instant> byChannel);

    /** {@code version} is what to ask with next time. */
    record Changes(long version, List<PushChannel> changed, List<UUID> removed) {
        public Changes {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }
}
