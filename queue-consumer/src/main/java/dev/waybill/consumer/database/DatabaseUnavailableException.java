package dev.waybill.consumer.database;

/** PostgreSQL did not answer, or cannot serve now. Whether the operation took place is not known; doing it again is safe. */
public final class DatabaseUnavailableException extends RuntimeException {
    public DatabaseUnavailableException(String operation, Throwable cause) {
        super(operation + " failed: PostgreSQL cannot serve now (" + cause.getMessage() + ")", cause);
    }
}
