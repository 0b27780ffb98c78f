package dev.waybill.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * What a figure of a benchmark must reach.
 *
 * @param scenario whose figure it is; empty for a ratio between scenarios
 * @param figure the figure's name in the report
 * @param bound the number that it must reach
 * @param most whether the bound is the most that is allowed, or the least
 * @param words the target, as a person would say it
 */
record Target(String scenario, String figure, double bound, boolean most, String words) {
    /** The queue's promises, in the order in which the report lists them. */
    static final List<Target> OF_THE_QUEUE = List.of(
            new Target("drain64", "pointersPerSecond", 50_000, false, "at least 50,000; aim 70,000"),
            new Target("", "ratioToBullmq", 10, false, "at least 10"),
            new Target("drain64", "redisMicrosPerPointer", 15, true, "at most 15; aim 11"),
            new Target("inFlight", "ratioOfRedisMicrosWith10000InFlight", 1.1, true, "at most 1.1"),
            new Target("inFlight", "ratioOfRedisMicrosWith50000InFlight", 1.1, true, "at most 1.1"),
            new Target("drain64", "bytesPerWaitingPointerBesideItsLength", 120, true, "at most 120"),
            new Target("idle", "enqueueToClaimMillisMedian", 2, true, "under 2"),
            new Target("idle", "idleConsumerCpuPercent", 1, true, "under 1 of a core"),
            new Target("fairness", "freshClaimMillisMedian", 20, true, "at most 20"),
            new Target(
                    "fairness", "crowdClaimedBeforeFreshMedian", FairnessScenario.LIMIT, true, "at most the limit, 8"),
            new Target("kill", "claimedAgainMillisAfterLease", 1_000, true, "at most 1,000"),
            new Target("kill", "lost", 0, true, "0"),
            new Target("kill", "ackedTwice", 0, true, "0"));

    boolean reachedBy(double value) {
        return most ? value <= bound : value >= bound;
    }

    String line(Samples samples) {
        return String.format(
                Locale.ROOT,
                "  %-38s %,14.2f  %-28s %s",
                figure,
                samples.median(),
                words,
                reachedBy(samples.median()) ? "reached" : "MISSED");
    }
}
