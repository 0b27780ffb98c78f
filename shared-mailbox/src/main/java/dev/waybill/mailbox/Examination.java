package dev.waybill.mailbox;

import java.util.List;
import java.util.Optional;

/** What a look at a mailbox found, step by step in the order of connecting; after a step that failed the rest is not tried. */
public record Examination(List<Step> steps) {
    public Examination {
        steps = List.copyOf(steps);
    }

    /** How a step went. */
    public enum Mark {
        OK,
        /** It works, and something is worth knowing. */
        WARN,
        FAILED,
        /** Not tried. */
        SKIPPED
    }

    /**
     * One step.
     *
     * @param name from a closed list: {@code credential}, {@code dns}, {@code tcp}, {@code tls}, {@code greeting},
     *     {@code capabilities}, {@code token}, {@code login}, {@code folder}, {@code idle}, {@code after_processing},
     *     {@code roles}, {@code scopes}, {@code mailbox}, {@code subscription}, {@code history}, {@code watch}, {@code push}
     * @param found a sentence on what was seen, or on what failed and what to do; no secret, no mail content
     */
    public record Step(String name, Mark mark, String found, long millis) {}

    public Optional<Step> failure() {
        return steps.stream().filter(step -> step.mark() == Mark.FAILED).findFirst();
    }
}
