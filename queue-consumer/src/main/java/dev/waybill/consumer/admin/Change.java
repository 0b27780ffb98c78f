package dev.waybill.consumer.admin;

/**
 * What a changing call did, or would do.
 *
 * @param changed false when it was so already, and in a dry run
 * @param message a sentence for a person
 */
record Change(boolean dryRun, boolean changed, String message) {
    static Change would(String message) {
        return new Change(true, false, message);
    }

    static Change did(boolean changed, String message) {
        return new Change(false, changed, message);
    }
}
