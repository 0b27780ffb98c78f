package dev.waybill.consumer.retention;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** The ledger in PostgreSQL, whose clock tells the age. */
public final class PostgresLedgerAging implements LedgerAging {
    private static final int ROWS = 1_000;

    private static final String BEGIN =
            "insert into retention_mark (rule, done_until) values (?, '-infinity') on conflict (rule) do nothing";

    /** As text, because Java has no time before all others. Empty while another consumer holds it. */
    private static final String MARK =
            "select done_until::text as done_until from retention_mark where rule = ? for update skip locked";

    /** The last one of the next rows that are old enough, or nothing. */
    private static final String UNTIL = """
        select max(processed_at) as until, count(*) as n from (
          select processed_at from email_processed_messages
           where processed_at > ?::timestamptz and processed_at <= now() - make_interval(secs => ?)
           order by processed_at limit ?) page
        """;

    private static final String MOVE = "update retention_mark set done_until = ? where rule = ?";

    private final Database database;

    public PostgresLedgerAging(Database database) {
        this.database = database;
    }

    private record Page(OffsetDateTime until, int rows) {}

    @Override
    public Batch next(RetentionRule rule, Duration age) {
        return database.transaction("removing old " + rule.id(), connection -> {
            Query.update(connection, BEGIN, rule.id());
            List<String> mark = Query.list(connection, MARK, row -> row.getString("done_until"), rule.id());
            return mark.isEmpty() ? new Batch(0, false) : apply(connection, rule, age, mark.getFirst());
        });
    }

    private static Batch apply(Connection connection, RetentionRule rule, Duration age, String from)
            throws SQLException {
        Page page = Query.list(
                        connection,
                        UNTIL,
                        row -> new Page(row.getObject("until", OffsetDateTime.class), row.getInt("n")),
                        from,
                        (double) age.toSeconds(),
                        ROWS)
                .getFirst();
        if (page.rows() == 0) {
            return new Batch(0, false);
        }
        int changed = Query.update(connection, rule.sql(), from, page.until());
        Query.update(connection, MOVE, page.until(), rule.id());
        return new Batch(changed, page.rows() == ROWS);
    }
}
