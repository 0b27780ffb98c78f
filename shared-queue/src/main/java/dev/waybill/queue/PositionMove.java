package dev.waybill.queue;

/**
 * Moves a folder's position (how far it was enqueued) in the same script as the enqueue, by compare-and-set.
 *
 * @param field which position: begins with the UUID of the mailbox that the batch is of
 * @param expected the position that the producer knows; empty for none
 * @param next the position after this batch
 */
public record PositionMove(String field, String expected, String next) {
    public PositionMove {
        Check.text("position field", field, 512);
        if (expected.length() > 128) {
            throw new InvalidPointerException("position", "expected value is longer than 128 characters");
        }
        Check.text("position", next, 128);
    }
}
