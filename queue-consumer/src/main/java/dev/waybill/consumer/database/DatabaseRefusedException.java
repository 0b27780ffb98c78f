package dev.waybill.consumer.database;

import java.sql.SQLException;

/** PostgreSQL refused a statement for what it says; trying again does not heal it. */
public final class DatabaseRefusedException extends RuntimeException {
    private final String sqlState;

    public DatabaseRefusedException(String operation, SQLException cause) {
        super(operation + " failed: PostgreSQL refused it with SQLSTATE " + cause.getSQLState(), cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    public String sqlState() {
        return sqlState;
    }
}
