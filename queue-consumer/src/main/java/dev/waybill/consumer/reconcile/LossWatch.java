package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.EpochReader;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Notices within seconds that Redis was wiped, restarted or has fallen back, and makes every mailbox due. It is enough to compare from
 * where each mailbox is known complete: what Redis forgot had no row yet, or its row is there and nothing was lost with it.
 */
public final class LossWatch implements Rhythm.Step {
    private static final Logger LOG = Logger.getLogger(LossWatch.class);
    private static final Duration LOOK = Duration.ofMillis(2_500);
    private static final Duration SPREAD = Duration.ofSeconds(30);

    private final List<EpochReader> shards;
    private final LossLog log;

    public LossWatch(List<EpochReader> shards, LossLog log) {
        this.shards = List.copyOf(shards);
        this.log = log;
    }

    @Override
    public Duration run() {
        for (EpochReader shard : shards) {
            if (log.look(shard.queue(), shard::read, SPREAD) == LossLog.Finding.LOST) {
                LOG.warnf(
                        "Redis was emptied, restarted or has fallen back (queue %s): every mailbox is compared with its"
                                + " provider within half a minute, and what is missing is enqueued again",
                        shard.queue());
            }
        }
        return LOOK;
    }
}
