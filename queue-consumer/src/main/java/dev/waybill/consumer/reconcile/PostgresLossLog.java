package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import dev.waybill.queue.QueueEpoch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Remembers in PostgreSQL. Redis is read while the row is locked, so that no consumer compares with a reading older than what is
 * remembered. The new epoch is remembered in the transaction that makes the mailboxes due: a crash before its commit leaves both as
 * they were, and the next look finds the loss again.
 */
public final class PostgresLossLog implements LossLog {
    /** Not while another consumer holds it, nor if one looked a moment ago; a row from the future comes of a clock that was set. */
    private static final String LOCK = """
        select epoch, server, enqueued, acked from queue_epoch
         where queue = ? and seen_at not between now() - interval '1500 milliseconds' and now()
           for update skip locked
        """;

    private static final String KNOWN = "select 1 as one from queue_epoch where queue = ?";

    private static final String BEGIN = """
        insert into queue_epoch (queue, epoch, server, enqueued, acked) values (?, ?, ?, ?, ?) on conflict do nothing
        """;

    private static final String REMEMBER = """
        update queue_epoch
           set epoch = ?, server = ?, enqueued = ?, acked = ?, seen_at = now(),
               lost_at = case when ? then now() else lost_at end
         where queue = ?
        """;

    private static final String ALL_DUE = """
        update reconciliation
           set due_at = least(due_at, now() + random() * make_interval(secs => ?)), due_reason = 'queue_lost'
        """;

    private final Database database;

    public PostgresLossLog(Database database) {
        this.database = database;
    }

    private record Remembered(String epoch, String server, long enqueued, long acked) {
        /** A server that does not tell its run, now or then, proves nothing. */
        boolean lostBy(QueueEpoch now) {
            return !epoch.equals(now.id())
                    || (!server.isEmpty() && !now.server().isEmpty() && !server.equals(now.server()))
                    || now.totals().enqueued() < enqueued
                    || now.totals().acked() < acked;
        }
    }

    @Override
    public Finding look(String queue, Supplier<QueueEpoch> read, Duration spread) {
        return database.transaction("looking whether Redis lost anything", connection -> {
            List<Remembered> locked = Query.list(
                    connection,
                    LOCK,
                    row -> new Remembered(
                            row.getString("epoch"),
                            row.getString("server"),
                            row.getLong("enqueued"),
                            row.getLong("acked")),
                    queue);
            if (locked.isEmpty()) {
                return begin(connection, queue, read);
            }
            QueueEpoch now = read.get();
            boolean lost = locked.getFirst().lostBy(now);
            if (lost) {
                Query.update(connection, ALL_DUE, spread.toMillis() / 1000.0);
            }
            Query.update(
                    connection,
                    REMEMBER,
                    now.id(),
                    now.server().isEmpty() ? locked.getFirst().server() : now.server(),
                    now.totals().enqueued(),
                    now.totals().acked(),
                    lost,
                    queue);
            return lost ? Finding.LOST : Finding.NOTHING_LOST;
        });
    }

    private static Finding begin(Connection connection, String queue, Supplier<QueueEpoch> read) throws SQLException {
        if (!Query.list(connection, KNOWN, row -> 1, queue).isEmpty()) {
            return Finding.NOT_OURS;
        }
        QueueEpoch now = read.get();
        int added = Query.update(
                connection,
                BEGIN,
                queue,
                now.id(),
                now.server(),
                now.totals().enqueued(),
                now.totals().acked());
        return added == 1 ? Finding.FIRST : Finding.NOT_OURS;
    }
}
