package dev.waybill.message.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what agrees with a corpus, by aspect, and remembers what does not. */
final class Score {
    private static final class Aspect {
        int right;
        int all;
        final List<String> misses = new ArrayList<>();

        double share() {
            return all == 0 ? 1 : (double) right / all;
        }
    }

    private final String corpus;
    private final Map<String, Aspect> aspects = new LinkedHashMap<>();

    Score(String corpus) {
        this.corpus = corpus;
    }

    void count(String aspect, boolean right, String miss) {
        Aspect counted = aspects.computeIfAbsent(aspect, key -> new Aspect());
        counted.all++;
        if (right) {
            counted.right++;
        } else {
            counted.misses.add(miss);
        }
    }

    void print() {
        aspects.forEach((name, aspect) -> {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-12s %-22s %4d of %4d  %6.2f %%",
                    corpus,
                    name,
                    aspect.right,
                    aspect.all,
                    100 * aspect.share()));
            aspect.misses.forEach(miss -> System.out.println("    miss: " + miss));
        });
    }

    void atLeast(String aspect, double floor) {
        assertThat(aspects.getOrDefault(aspect, new Aspect()).share())
                .as(corpus + ": " + aspect)
                .isGreaterThanOrEqualTo(floor);
    }
}
