package dev.waybill.queue;

/** Redis is at {@code maxmemory} and refuses producers; consumers go on draining. */
public final class QueueFullException extends QueueException {
    public QueueFullException(String operation, Throwable cause) {
        super(operation + " refused: Redis is at maxmemory. Let the consumers drain, or raise maxmemory", cause);
    }
}
