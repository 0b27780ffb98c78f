package dev.waybill.consumer.retention;

import dev.waybill.consumer.pace.Rhythm;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/** Carries out the rules that have an age, in small transactions. Any consumer may; one at a time does. */
public final class Retention implements Rhythm.Step {
    private static final Logger LOG = Logger.getLogger(Retention.class);

    private final Map<RetentionRule, Duration> ages;
    private final LedgerAging ledger;
    private final Duration interval;

    public Retention(Map<RetentionRule, Duration> ages, LedgerAging ledger, Duration interval) {
        this.ages = Map.copyOf(ages);
        this.ledger = ledger;
        this.interval = interval;
    }

    @Override
    public Duration run() {
        ages.forEach((rule, age) -> {
            long changed = 0;
            LedgerAging.Batch batch = ledger.next(rule, age);
            while (batch.more()) {
                changed += batch.changed();
                batch = ledger.next(rule, age);
            }
            changed += batch.changed();
            if (changed > 0) {
                LOG.infof("Retention: %s of %d mails older than %s removed", rule.id(), changed, age);
            }
        });
        return interval;
    }
}
