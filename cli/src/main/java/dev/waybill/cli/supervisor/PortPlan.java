package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.StackFailure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The ports of one start: the usual one of each, or the next that is free. */
record PortPlan(Map<Use, Integer> ports) {

    /** How far from the usual port a free one is searched. */
    private static final int SEARCHED = 200;

    /** What a port is for, and its usual number. */
    enum Use {
        INGRESS("ingress-webhooks", 8480),
        INGRESS_MANAGEMENT("ingress-webhooks management", 8481),
        LISTENER_MANAGEMENT("imap-listener management", 8483),
        CONSUMER("queue-consumer", 8484),
        CONSUMER_MANAGEMENT("queue-consumer management", 8485),
        SMTP("SMTP", 3025),
        IMAP("IMAP", 3143),
        TOKENS("simulated token endpoint", 8490),
        GRAPH("simulated Microsoft Graph", 8491),
        GMAIL("simulated Gmail", 8492),
        REDIS("Redis", 6390),
        POSTGRES("PostgreSQL", 5442);

        private final String label;
        private final int usual;

        Use(String label, int usual) {
            this.label = label;
            this.usual = usual;
        }

        int usual() {
            return usual;
        }
    }

    PortPlan {
        ports = Map.copyOf(ports);
    }

    /**
     * Whoever finds its usual port free keeps it; only then do the others look for another.
     *
     * @param take takes a port if it is free, and tells whether it did; a port that it took is used
     */
    static PortPlan choose(IntPredicate take) {
        Map<Use, Integer> chosen = new EnumMap<>(Use.class);
        Set<Integer> promised = new HashSet<>();
        for (Use use : Use.values()) {
            if (take.test(use.usual())) {
                chosen.put(use, use.usual());
                promised.add(use.usual());
            }
        }
        for (Use use : Use.values()) {
            if (!chosen.containsKey(use)) {
                int next = nextFree(use, promised, take);
                chosen.put(use, next);
                promised.add(next);
            }
        }
        return new PortPlan(chosen);
    }

    private static int nextFree(Use use, Set<Integer> promised, IntPredicate take) {
        return IntStream.range(use.usual() + 1, use.usual() + SEARCHED)
                .filter(port -> !promised.contains(port) && take.test(port))
                .findFirst()
                .orElseThrow(() -> new StackFailure(
                        "Every port from %d to %d is taken, and %s needs one: free one of them, then run ./waybill up."
                                .formatted(use.usual(), use.usual() + SEARCHED - 1, use.label)));
    }

    int of(Use use) {
        return ports.getOrDefault(use, use.usual());
    }

    /** Says which usual ports were taken. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Use use : Use.values()) {
            if (of(use) != use.usual()) {
                notes.add("port %d is taken by another program: %s uses %d".formatted(use.usual(), use.label, of(use)));
            }
        }
        return notes;
    }
}
