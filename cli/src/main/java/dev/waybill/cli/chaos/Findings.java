package dev.waybill.cli.chaos;

import java.util.List;

/** What is wrong, each a sentence with its token. */
record Findings(List<String> lost, List<String> twice, List<String> unexplained) {
    Findings {
        lost = List.copyOf(lost);
        twice = List.copyOf(twice);
        unexplained = List.copyOf(unexplained);
    }

    boolean none() {
        return lost.isEmpty() && twice.isEmpty() && unexplained.isEmpty();
    }
}
