package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.BlobRows;
import dev.waybill.consumer.blob.Original;
import dev.waybill.consumer.ticket.Placement;
import dev.waybill.consumer.ticket.TicketRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * All that a mail writes which goes to a ticket: its original, ticket, comment and what belongs to them, and its row. One round trip,
 * inside the caller's transaction.
 */
final class Effects {
    static final String RECORD = TicketRows.ADDING + ", settled as (" + LedgerRow.INSERT + """
         returning mailbox_id)
        select ticket_id, id, exists (select from settled) from added
        """;

    private static final String STORE_AND_RECORD = BlobRows.PUT_WHOLE + ";\n" + RECORD;

    private Effects() {}

    /** Empty when the row was there, settled: then nothing of this may stay. */
    static Optional<TicketRows.Added> write(
            Connection connection, Original original, TicketRows.Mail mail, Placement placement, LedgerRow row)
            throws SQLException {
        return switch (original) {
            case Original.Stored stored -> {
                try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
                    row.bind(statement, TicketRows.bind(connection, statement, 0, mail, placement));
                    try (ResultSet rows = statement.executeQuery()) {
                        yield added(rows);
                    }
                }
            }
            case Original.Enclosed enclosed -> {
                try (PreparedStatement statement = connection.prepareStatement(STORE_AND_RECORD)) {
                    int at = BlobRows.bind(statement, 0, enclosed);
                    row.bind(statement, TicketRows.bind(connection, statement, at, mail, placement));
                    statement.execute();
                    if (!statement.getMoreResults()) {
                        throw new IllegalStateException("the second statement of two has no result");
                    }
                    try (ResultSet rows = statement.getResultSet()) {
                        yield added(rows);
                    }
                }
            }
        };
    }

    private static Optional<TicketRows.Added> added(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new SQLException("the ticket that the mail was to join is gone", "40001");
        }
        return rows.getBoolean(3)
                ? Optional.of(new TicketRows.Added(rows.getLong(1), rows.getLong(2)))
                : Optional.empty();
    }
}
