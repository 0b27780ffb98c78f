package dev.waybill.queue;

import java.util.function.BooleanSupplier;

/**
 * One empty queue with the default limit 8: its ports, and its time.
 *
 * @param time lets time pass until a condition holds
 */
public record QueueUnderTest(
        PointerQueue producer,
        Claims claims,
        Doorbell doorbell,
        Upkeep upkeep,
        Holds holds,
        DeadLetters deadLetters,
        QueueControl control,
        Time time) {

    /** Lets time pass; fails the test when the condition does not come true within a few seconds. */
    @FunctionalInterface
    public interface Time {
        void until(BooleanSupplier condition);
    }
}
