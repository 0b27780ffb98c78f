package dev.waybill.consumer.loop;

/**
 * How a pointer ended well, for events and counters.
 *
 * @param outcome {@code processed} or {@code skipped}; {@code looked} for a discovery pointer, which is no mail
 * @param reason of a skip, from the closed list; empty for a processed mail
 * @param effect {@code ticket}, {@code comment} or {@code none}
 */
public record Outcome(String outcome, String reason, String effect) {
    public static Outcome processed(String effect) {
        return new Outcome("processed", "", effect);
    }

    public static Outcome looked() {
        return new Outcome("looked", "", "none");
    }

    public boolean isMail() {
        return !outcome.equals("looked");
    }

    public static Outcome skipped(String reason) {
        return new Outcome("skipped", reason, "none");
    }
}
