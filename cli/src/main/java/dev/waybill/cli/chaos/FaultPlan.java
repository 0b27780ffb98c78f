package dev.waybill.cli.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The faults of a run in the order of their times. */
record FaultPlan(List<PlannedFault> faults) {
    FaultPlan {
        faults = faults.stream().sorted(Comparator.comparing(PlannedFault::at)).toList();
    }

    /** So many faults over the time in which mail arrives; each class at least once if there are enough of them. */
    static FaultPlan random(long seed, Cast cast, Set<FaultClass> classes, int count, Duration window) {
        Random random = new Random(seed);
        List<FaultClass> some = new ArrayList<>(classes);
        List<FaultClass> kinds = new ArrayList<>();
        while (kinds.size() < count) {
            Collections.shuffle(some, random);
            kinds.addAll(some.subList(0, Math.min(some.size(), count - kinds.size())));
        }
        List<PlannedFault> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FaultClass kind = kinds.get(i);
            List<String> targets = kind.targets(cast);
            // From a twentieth of the time on to the end: one in each slice, somewhere in it.
            double share = 0.05 + 0.95 * (i + random.nextDouble()) / count;
            long lasts = kind.leastSeconds() * 1_000L
                    + random.nextLong((kind.mostSeconds() - kind.leastSeconds()) * 1_000L + 1);
            faults.add(new PlannedFault(
                    Duration.ofMillis(Math.round(window.toMillis() * share)),
                    Duration.ofMillis(lasts),
                    kind,
                    targets.get(random.nextInt(targets.size())),
                    random.nextLong()));
        }
        return new FaultPlan(faults);
    }

    Map<FaultClass, Integer> byClass() {
        Map<FaultClass, Integer> counts = new EnumMap<>(FaultClass.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }
}
