package dev.waybill.queue;

/** One pointer of a claim. */
public sealed interface Claimed {
    Receipt receipt();

    /** The same under another receipt. */
    default Claimed withReceipt(Receipt other) {
        return switch (this) {
            case Valid v -> new Valid(other, v.pointer(), v.attempts(), v.crashes());
            case Unknown u -> new Unknown(other, u.raw(), u.problem(), u.enqueuedAt());
            case Broken b -> new Broken(other, b.raw(), b.problem());
        };
    }

    /**
     * A pointer that this version understands.
     *
     * @param attempts failures of the mail itself so far; 0 at the first try
     * @param crashes leases that ended without a word
     */
    record Valid(Receipt receipt, Pointer pointer, int attempts, int crashes) implements Claimed {}

    /** Well-formed, but of a version or kind that this version does not know: defer it, and dead-letter it after 24 hours. */
    record Unknown(Receipt receipt, String raw, String problem, long enqueuedAt) implements Claimed {}

    /** Not a pointer at all: dead-letter it. */
    record Broken(Receipt receipt, String raw, String problem) implements Claimed {}
}
