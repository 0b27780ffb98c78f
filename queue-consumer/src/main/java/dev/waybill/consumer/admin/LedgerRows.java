package dev.waybill.consumer.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import dev.waybill.queue.PointerId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads single rows of the ledger, for people. */
@Singleton
final class LedgerRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 100;
    private static final String COLUMNS = """
        select p.mailbox_id, p.pointer_id, p.message_key, p.outcome, p.reason, p.effect, p.rfc_message_id, p.size,
               case when p.original_gone_at is null then p.raw_sha256 end as raw_sha256,
               p.ticket_id, p.comment_id, p.attempts, p.crashes, p.enqueued_at, p.claimed_at, p.resolved_at, p.processed_at,
               p.decision, p.trace_id
          from email_processed_messages p
        """;
    private static final String BY_POINTER = COLUMNS + " where p.pointer_id = ? order by p.processed_at limit " + MOST;
    private static final String BY_MESSAGE_ID =
            COLUMNS + " where p.rfc_message_id = ? order by p.processed_at limit " + MOST;
    private static final String BY_TICKET =
            COLUMNS + " where p.ticket_id = ? order by p.processed_at, p.comment_id limit " + MOST;

    private final Database database;

    LedgerRows(Database database) {
        this.database = database;
    }

    /** A row with whose it is. */
    record Found(UUID mailbox, PointerId pointer, LedgerRowView row) {}

    List<LedgerRowView> byPointer(PointerId pointer) {
        return foundByPointer(pointer).stream().map(Found::row).toList();
    }

    List<Found> foundByPointer(PointerId pointer) {
        return read(BY_POINTER, pointer.value());
    }

    List<Found> byMessageId(String messageId) {
        return read(BY_MESSAGE_ID, messageId);
    }

    List<Found> byTicket(long ticket) {
        return read(BY_TICKET, ticket);
    }

    private List<Found> read(String sql, Object argument) {
        return database.autocommit("reading the ledger", c -> Query.list(c, sql, LedgerRows::found, argument));
    }

    private static Found found(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        byte @Nullable [] hash = row.getBytes("raw_sha256");
        return new Found(
                row.getObject("mailbox_id", UUID.class),
                new PointerId(row.getString("pointer_id")),
                new LedgerRowView(
                        row.getString("message_key"),
                        outcome,
                        row.getString("reason"),
                        row.getString("effect"),
                        row.getString("rfc_message_id"),
                        Query.number(row, "size"),
                        hash == null ? null : HexFormat.of().formatHex(hash),
                        Query.number(row, "ticket_id"),
                        Query.number(row, "comment_id"),
                        row.getInt("attempts"),
                        row.getInt("crashes"),
                        LedgerRowView.Step.of(
                                Query.instant(row, "enqueued_at"),
                                Query.instant(row, "claimed_at"),
                                Query.instant(row, "resolved_at"),
                                Query.instant(row, "processed_at"),
                                outcome),
                        json(row.getString("decision")),
                        row.getString("trace_id")));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
