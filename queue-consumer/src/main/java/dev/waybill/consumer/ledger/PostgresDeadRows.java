package dev.waybill.consumer.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.PgText;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.InvalidPointerException;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerCodec;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Dead rows in PostgreSQL. A letter whose body is no pointer that we know has no mailbox and no key of a mail; it is kept under the nil
 * UUID and its pointer id, so that each letter has its row.
 */
public final class PostgresDeadRows implements DeadRows {
    private static final UUID NO_MAILBOX = new UUID(0, 0);

    private static final String WRITE = """
            insert into email_processed_messages as known
              (mailbox_id, message_key, tenant, provider, outcome, reason, attempts, crashes, pointer_id, place, enqueued_at,
               processed_at, trace_id, decision)
            select k.mailbox_id, k.message_key, coalesce((select tenant from mailbox m where m.id = k.mailbox_id), 'default'),
              k.provider, 'dead', k.reason, k.attempts, k.crashes, k.pointer_id, k.place,
              to_timestamp(k.enqueued_at / 1000.0), to_timestamp(k.died_at / 1000.0), k.trace_id, k.decision::jsonb
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[], ?::text[], ?::text[], ?::bigint[],
                        ?::bigint[], ?::text[], ?::text[])
              k(mailbox_id, message_key, provider, reason, attempts, crashes, pointer_id, place, enqueued_at, died_at, trace_id,
                decision)
            on conflict (mailbox_id, message_key) do update set
              reason = excluded.reason, attempts = excluded.attempts, crashes = excluded.crashes,
              processed_at = excluded.processed_at, decision = excluded.decision
            where known.outcome = 'dead'
              and (known.reason, known.attempts, known.crashes, known.processed_at)
                is distinct from (excluded.reason, excluded.attempts, excluded.crashes, excluded.processed_at)
            """;

    private final Database database;

    public PostgresDeadRows(Database database) {
        this.database = database;
    }

    private record Row(
            UUID mailbox, MessageKey key, String provider, long enqueuedAt, String traceId, DeadLetter letter) {}

    @Override
    public int write(List<DeadLetter> letters) {
        Map<ProcessedLedger.Key, Row> rows = new HashMap<>();
        for (DeadLetter letter : letters) {
            row(letter)
                    .ifPresent(r -> rows.put(
                            new ProcessedLedger.Key(r.mailbox(), r.key().value()), r));
        }
        return rows.isEmpty() ? 0 : writeRows(List.copyOf(rows.values()));
    }

    private int writeRows(List<Row> rows) {
        return database.autocommit("writing " + rows.size() + " dead rows", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
                Columns columns = new Columns(rows);
                statement.setArray(1, connection.createArrayOf("uuid", columns.of(Row::mailbox)));
                statement.setArray(
                        2,
                        connection.createArrayOf("text", columns.of(r -> r.key().value())));
                statement.setArray(3, connection.createArrayOf("text", columns.of(Row::provider)));
                statement.setArray(
                        4,
                        connection.createArrayOf(
                                "text", columns.of(r -> PgText.clean(r.letter().reason(), 200))));
                statement.setArray(
                        5,
                        connection.createArrayOf(
                                "int", columns.of(r -> r.letter().attempts())));
                statement.setArray(
                        6,
                        connection.createArrayOf(
                                "int", columns.of(r -> r.letter().crashes())));
                statement.setArray(
                        7,
                        connection.createArrayOf(
                                "text", columns.of(r -> r.letter().id().value())));
                statement.setArray(
                        8,
                        connection.createArrayOf("text", columns.of(r -> r.key().place())));
                statement.setArray(9, connection.createArrayOf("bigint", columns.of(Row::enqueuedAt)));
                statement.setArray(
                        10,
                        connection.createArrayOf(
                                "bigint", columns.of(r -> r.letter().diedAt())));
                statement.setArray(11, connection.createArrayOf("text", columns.of(Row::traceId)));
                statement.setArray(12, connection.createArrayOf("text", columns.of(r -> decision(r.letter()))));
                return statement.executeUpdate();
            }
        });
    }

    private record Columns(List<Row> rows) {
        Object[] of(Function<Row, Object> value) {
            return rows.stream().map(value).toArray();
        }
    }

    private static Optional<Row> row(DeadLetter letter) {
        try {
            Pointer pointer = PointerCodec.decode(letter.body().getBytes(StandardCharsets.UTF_8));
            String trace =
                    pointer.traceparent().isEmpty() ? "" : pointer.traceparent().substring(3, 35);
            return MessageKey.of(pointer.locator())
                    .map(key -> new Row(pointer.mailbox(), key, key.provider(), pointer.enqueuedAt(), trace, letter));
        } catch (InvalidPointerException e) {
            MessageKey key = new MessageKey("pointer:" + letter.id(), "");
            return Optional.of(new Row(NO_MAILBOX, key, "unknown", letter.firstSeen(), "", letter));
        }
    }

    private static String decision(DeadLetter letter) {
        ObjectNode decision = JsonNodeFactory.instance.objectNode();
        decision.put("detail", PgText.clean(letter.detail(), 500));
        ArrayNode errors = decision.putArray("errors");
        letter.errors().forEach(e -> errors.add(PgText.clean(e, 500)));
        decision.put("consumer", PgText.clean(letter.consumer(), 200)).put("replays", letter.replays());
        return decision.toString();
    }
}
