package dev.waybill.queue;

import org.jspecify.annotations.Nullable;

/** The queue could not do what was asked. */
public abstract sealed class QueueException extends RuntimeException
        permits QueueFullException, QueueUnavailableException, QueueScriptException {
    QueueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
