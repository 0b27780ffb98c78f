package dev.waybill.queue;

/** A script was refused for a reason that trying again does not heal: a defect, or keys of another type. */
public final class QueueScriptException extends QueueException {
    public QueueScriptException(String operation, Throwable cause) {
        super(operation + " failed: " + cause.getMessage(), cause);
    }
}
