package dev.waybill.consumer.admin;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import java.util.UUID;

/** A real PostgreSQL database with the consumer's schema, and rows as the consumer would leave them. */
final class AdminDatabase {
    final Database database;

    private AdminDatabase(Database database) {
        this.database = database;
    }

    static AdminDatabase fresh() {
        return new AdminDatabase(ConsumerDatabase.fresh().database());
    }

    void ledger(UUID mailbox, String pointer, String outcome, String reason, String effect) {
        sql("""
            insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, reason, effect, pointer_id)
            values (?, ?, 'default', 'imap', ?, ?, ?, ?)
            on conflict (mailbox_id, message_key) do update set
              outcome = excluded.outcome, reason = excluded.reason, effect = excluded.effect
            """, mailbox, "imap:" + pointer, outcome, reason, effect, pointer);
    }

    int sql(String sql, Object... arguments) {
        return database.autocommit("test", c -> Query.update(c, sql, arguments));
    }

    long number(String sql, Object... arguments) {
        return database.autocommit("test", c -> Query.list(c, sql, row -> row.getLong(1), arguments))
                .getFirst();
    }

    String text(String sql, Object... arguments) {
        return database.autocommit("test", c -> Query.list(c, sql, row -> row.getString(1), arguments))
                .getFirst();
    }
}
