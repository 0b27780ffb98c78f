package dev.waybill.queue;

/** Where a pointer is. */
public enum Place {
    WAITING,
    IN_FLIGHT,
    DELAYED,
    DEAD
}
