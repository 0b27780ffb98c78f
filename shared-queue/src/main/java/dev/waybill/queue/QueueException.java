package dev.waybill.queue;

/** The queue could not do what was asked. */
public abstract sealed class QueueException extends RuntimeException
        permits QueueFullException, QueueUnavailableException, QueueScriptException {
    QueueException(String message, Throwable cause) {
        super(message, cause);
    }
}
