package dev.waybill.mailbox;

/** PostgreSQL did not answer. */
public final class RegistryUnavailableException extends RuntimeException {
    public RegistryUnavailableException(String operation, Throwable cause) {
        super(operation + " failed: PostgreSQL does not answer (" + cause.getMessage() + ")", cause);
    }
}
