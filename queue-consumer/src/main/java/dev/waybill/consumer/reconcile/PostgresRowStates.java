package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The ledger in PostgreSQL, by its primary key. */
public final class PostgresRowStates implements RowStates {
    private static final String STATES = """
        select p.message_key, p.outcome <> 'dead' as settled
        from unnest(?::text[]) k(message_key)
        cross join lateral (
          select p.message_key, p.outcome from email_processed_messages p
          where p.mailbox_id = ?::uuid and p.message_key = k.message_key limit 1) p
        """;

    private final Database database;

    public PostgresRowStates(Database database) {
        this.database = database;
    }

    @Override
    public Map<String, Boolean> settled(UUID mailbox, Collection<String> messageKeys) {
        return database.autocommit("comparing a mailbox with the ledger", connection -> {
            Map<String, Boolean> states = new HashMap<>();
            Query.list(
                            connection,
                            STATES,
                            row -> Map.entry(row.getString("message_key"), row.getBoolean("settled")),
                            messageKeys,
                            mailbox)
                    .forEach(row -> states.put(row.getKey(), row.getValue()));
            return states;
        });
    }
}
