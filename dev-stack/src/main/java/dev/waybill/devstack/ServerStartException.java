package dev.waybill.devstack;

import org.jspecify.annotations.Nullable;

/** A server did not start, or did not answer; the message says which, why, and what to do. */
public final class ServerStartException extends RuntimeException {

    /** Makes one with its whole sentence. */
    public ServerStartException(String message) {
        super(message);
    }

    /** Makes one with its whole sentence and what the system said. */
    public ServerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
