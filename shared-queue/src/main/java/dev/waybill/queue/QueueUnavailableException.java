package dev.waybill.queue;

/** Redis did not answer, or answered that it cannot serve now. Whether the operation took place is not known. */
public final class QueueUnavailableException extends QueueException {
    public QueueUnavailableException(String operation, String problem, Throwable cause) {
        super(operation + " failed: " + problem, cause);
    }

    /** Redis answered; what it holds does not fit this process. */
    public QueueUnavailableException(String operation, String problem) {
        super(operation + " failed: " + problem, null);
    }
}
