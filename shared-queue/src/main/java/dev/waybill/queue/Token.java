package dev.waybill.queue;

/** A fencing token: names one claim, and always rises (microseconds of the Redis server's clock, or the last one plus one). */
public record Token(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
