package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.consumer.ticket.Placement;
import dev.waybill.consumer.ticket.ThreadIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is committed of a mail before it is recorded, seen from behind the locks.
 *
 * @param key whether its key is settled
 * @param content whether the same bytes are settled in another place of the same mailbox
 * @param ids what is known of its thread ids
 */
record Standing(boolean key, boolean content, Map<ContentHash, Placement.Known> ids) {
    /**
     * Two statements in one round trip: each has a snapshot of its own, and the second one's is taken when the first has its locks. An
     * array is unnested in its order, so the locks are taken in the order of the array. The lateral subquery keeps the ids on the
     * primary key whatever the planner thinks of the table, and the one around their array keeps its length from the planner, which
     * would plan anew for each mail otherwise.
     */
    static final String LOCK_AND_LOOK = """
        select pg_advisory_xact_lock(k) from unnest(?::bigint[]) k;
        select settled.key, settled.content, known.id_hash, known.ticket_id, known.received
        from (select
            exists (select from email_processed_messages
                    where mailbox_id = ? and message_key = ? and outcome <> 'dead') as key,
            exists (select from email_processed_messages
                    where raw_sha256 = ? and mailbox_id = ? and outcome <> 'dead' and place <> '' and place <> ?) as content)
          settled
        left join lateral (
          select t.id_hash, t.ticket_id, t.received
          from unnest((select ?::bytea[])) k(id_hash)
          cross join lateral (
            select * from thread_key t where t.mailbox_id = ? and t.id_hash = k.id_hash limit 1) t) known on true
        """;

    /** Takes the locks, waiting for whoever holds them, and looks. */
    static Standing behindLocks(Connection connection, ProcessedMail mail, ThreadIds ids) throws SQLException {
        Passage passage = mail.passage();
        try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_LOOK)) {
            statement.setArray(
                    1, connection.createArrayOf("bigint", locks(mail, ids).toArray()));
            statement.setObject(2, passage.mailbox());
            statement.setString(3, passage.key().value());
            statement.setBytes(4, mail.raw().hash().bytes());
            statement.setObject(5, passage.mailbox());
            statement.setString(6, passage.key().place());
            statement.setArray(
                    7,
                    connection.createArrayOf(
                            "bytea",
                            ids.all().stream().map(id -> id.hash().bytes()).toArray(byte[][]::new)));
            statement.setObject(8, passage.mailbox());
            statement.execute();
            if (!statement.getMoreResults()) {
                throw new IllegalStateException("the second statement of two has no result");
            }
            try (ResultSet rows = statement.getResultSet()) {
                return read(rows, !passage.key().place().isEmpty());
            }
        }
    }

    /** One row at least, whose first two columns are those of all. {@code movable}: the provider may have the mail in another place. */
    private static Standing read(ResultSet rows, boolean movable) throws SQLException {
        rows.next();
        boolean key = rows.getBoolean(1);
        boolean content = movable && rows.getBoolean(2);
        Map<ContentHash, Placement.Known> known = new HashMap<>();
        do {
            byte[] hash = rows.getBytes(3);
            if (hash != null) {
                known.put(ContentHash.ofDigest(hash), new Placement.Known(rows.getLong(4), rows.getBoolean(5)));
            }
        } while (rows.next());
        return new Standing(key, content, known);
    }

    private static List<Long> locks(ProcessedMail mail, ThreadIds ids) {
        Passage passage = mail.passage();
        UUID mailbox = passage.mailbox();
        return Stream.concat(
                        ids.lockKeys(mailbox).stream(),
                        Stream.of(
                                LockKey.of(mailbox, "key", passage.key().value()),
                                LockKey.of(mailbox, "content", mail.raw().hash().hex())))
                .sorted()
                .distinct()
                .toList();
    }
}
