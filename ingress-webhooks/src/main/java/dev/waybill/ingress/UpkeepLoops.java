package dev.waybill.ingress;

import dev.waybill.ingress.upkeep.Leadership;
import dev.waybill.ingress.upkeep.UpkeepRound;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The loops of the upkeep of push: one keeps the lease, the other works. */
final class UpkeepLoops {
    private static final Logger LOG = Logger.getLogger(UpkeepLoops.class);

    private final List<SteadyLoop> loops;
    private final @Nullable Leadership leadership;
    private final String hindrance;

    UpkeepLoops(Leadership leadership, Duration renewal, UpkeepRound round, Duration interval) {
        this.leadership = leadership;
        this.loops =
                List.of(new SteadyLoop("upkeep-lease", renewal, leadership), new SteadyLoop("upkeep", interval, round));
        this.hindrance = "";
    }

    private UpkeepLoops(String hindrance) {
        this.leadership = null;
        this.loops = List.of();
        this.hindrance = hindrance;
    }

    /** This replica leaves it to others. */
    static UpkeepLoops none(String hindrance) {
        return new UpkeepLoops(hindrance);
    }

    void start() {
        if (!hindrance.isEmpty()) {
            LOG.infof(
                    "This replica takes no part in looking after subscriptions of Microsoft 365 and watches of Gmail:"
                            + " %s",
                    hindrance);
        }
        loops.forEach(SteadyLoop::start);
    }

    void stop() {
        loops.forEach(SteadyLoop::stop);
        if (leadership != null) {
            leadership.resign();
        }
    }
}
