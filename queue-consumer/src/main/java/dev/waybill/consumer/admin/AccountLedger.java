package dev.waybill.consumer.admin;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import dev.waybill.queue.PointerId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What the account of a mailbox reads in the ledger. */
@Singleton
final class AccountLedger {
    private static final String SETTLED = """
        select pointer_id from email_processed_messages
         where mailbox_id = ? and pointer_id = any(?) and outcome in ('processed', 'skipped')
        """;
    private static final String OUTCOMES = """
        select pointer_id, outcome, reason, effect from email_processed_messages where mailbox_id = ? and pointer_id = any(?)
        """;
    private static final String COUNTS = """
        select outcome, case outcome when 'processed' then effect else reason end as what, count(*) as n
          from email_processed_messages
         where mailbox_id = ? and not (outcome = 'dead' and pointer_id = any(?))
         group by 1, 2
        """;
    private static final String DEAD = """
        select pointer_id from email_processed_messages where mailbox_id = ? and outcome = 'dead' limit ?
        """;
    private static final String PAGE = """
        select message_key, pointer_id from email_processed_messages
         where mailbox_id = ? and message_key > ? and outcome in ('processed', 'skipped')
         order by message_key limit ?
        """;

    private final Database database;

    AccountLedger(Database database) {
        this.database = database;
    }

    /** What a row says. {@code what}: the effect of a processed mail, else the reason. */
    record Outcome(String outcome, String what) {
        boolean settled() {
            return !outcome.equals("dead");
        }
    }

    /** A row's key and pointer. */
    record KeyAndPointer(String key, PointerId pointer) {}

    /** Counts of one mailbox by outcome, then by effect or reason. */
    static final class Counts {
        private final Map<String, Map<String, Long>> byOutcome = new TreeMap<>();

        void add(Outcome outcome, long n) {
            byOutcome.computeIfAbsent(outcome.outcome(), o -> new TreeMap<>()).merge(outcome.what(), n, Long::sum);
        }

        AccountView.Outcomes view() {
            return new AccountView.Outcomes(of("processed"), of("skipped"), of("dead"));
        }

        private Map<String, Long> of(String outcome) {
            return byOutcome.getOrDefault(outcome, Map.of());
        }
    }

    /** Those of these that are processed or skipped. */
    Set<PointerId> settled(UUID mailbox, Collection<PointerId> ids) {
        return database.autocommit(
                "looking ids up in the ledger",
                c -> new HashSet<>(
                        Query.list(c, SETTLED, row -> new PointerId(row.getString("pointer_id")), mailbox, ids)));
    }

    Map<PointerId, Outcome> outcomes(UUID mailbox, Collection<PointerId> ids) {
        return database.autocommit("looking ids up in the ledger", c -> outcomes(c, mailbox, ids));
    }

    /** Pointers of dead rows; a replayed one lives while its row still says dead. */
    List<PointerId> dead(UUID mailbox, int limit) {
        return database.autocommit(
                "listing dead rows",
                c -> Query.list(c, DEAD, row -> new PointerId(row.getString("pointer_id")), mailbox, limit));
    }

    /** Settled rows in the order of their keys. */
    List<KeyAndPointer> page(UUID mailbox, String after, int limit) {
        return database.autocommit(
                "walking the ledger",
                c -> Query.list(
                        c,
                        PAGE,
                        row -> new KeyAndPointer(
                                row.getString("message_key"), new PointerId(row.getString("pointer_id"))),
                        mailbox,
                        after,
                        limit));
    }

    /** Reads that must agree with one another. */
    interface Reading<T> {
        T from(Snapshot snapshot) throws SQLException;
    }

    /** The ledger of one mailbox at one moment. */
    static final class Snapshot {
        private final Connection connection;
        private final UUID mailbox;

        private Snapshot(Connection connection, UUID mailbox) {
            this.connection = connection;
            this.mailbox = mailbox;
        }

        Map<PointerId, Outcome> outcomes(Collection<PointerId> ids) throws SQLException {
            return AccountLedger.outcomes(connection, mailbox, ids);
        }

        /** Dead rows of {@code alive} pointers do not count. */
        Counts counts(Collection<PointerId> alive) throws SQLException {
            Counts counts = new Counts();
            Query.list(
                            connection,
                            COUNTS,
                            row -> Map.entry(
                                    new Outcome(row.getString("outcome"), row.getString("what")), row.getLong("n")),
                            mailbox,
                            alive)
                    .forEach(e -> counts.add(e.getKey(), e.getValue()));
            return counts;
        }
    }

    <T> T snapshot(UUID mailbox, Reading<T> reading) {
        return database.transaction("counting the ledger", connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
            return reading.from(new Snapshot(connection, mailbox));
        });
    }

    private static Map<PointerId, Outcome> outcomes(Connection connection, UUID mailbox, Collection<PointerId> ids)
            throws SQLException {
        Map<PointerId, Outcome> found = new HashMap<>();
        Query.list(
                        connection,
                        OUTCOMES,
                        row -> Map.entry(
                                new PointerId(row.getString("pointer_id")),
                                new Outcome(
                                        row.getString("outcome"),
                                        row.getString("outcome").equals("processed")
                                                ? row.getString("effect")
                                                : row.getString("reason"))),
                        mailbox,
                        ids)
                // Two rows of one pointer cannot be; if they were, the settled one tells.
                .forEach(e -> found.merge(e.getKey(), e.getValue(), (a, b) -> a.settled() ? a : b));
        return found;
    }
}
