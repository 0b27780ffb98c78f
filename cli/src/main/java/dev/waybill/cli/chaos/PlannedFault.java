package dev.waybill.cli.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * A fault of a plan.
 *
 * @param at after the first mail
 * @param lasts until it is over; zero for what happens in a moment
 * @param target a service, a way, a mailbox or a server of the cast
 * @param seed for what else it has to choose
 */
record PlannedFault(Duration at, Duration lasts, FaultClass kind, String target, long seed) {
    @Override
    public String toString() {
        String when = String.format(Locale.ROOT, "%6.1f s  %s %s", at.toMillis() / 1e3, kind.word(), target);
        return lasts.isZero() ? when : when + String.format(Locale.ROOT, " for %.1f s", lasts.toMillis() / 1e3);
    }
}
