package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.ConsumerDatabase;
import java.time.Duration;
import java.util.UUID;

/** Mailboxes and what is remembered of their comparisons, on a real PostgreSQL. */
final class AgendaDatabase {
    static final PostgresAgenda.Rhythms RHYTHMS =
            new PostgresAgenda.Rhythms(Duration.ofMinutes(15), Duration.ofDays(1), Duration.ofDays(30));

    final ConsumerDatabase database = ConsumerDatabase.fresh();
    final PostgresAgenda agenda = new PostgresAgenda(database.database(), RHYTHMS);
    final PostgresReconcileLog log = new PostgresReconcileLog(database.database());

    void empty() {
        database.run("truncate reconciliation, queue_epoch, mailbox_health, folder_mark, mailbox_credential, mailbox"
                + " cascade");
    }

    UUID mailbox(String provider) {
        UUID id = UUID.randomUUID();
        database.run("""
            insert into mailbox (id, address, provider, connection, folders, start_at)
            values ('%s', '%s@example.org', '%s', '{}', '{INBOX}', now())
            """.formatted(id, id, provider));
        return id;
    }

    /** A mailbox that was compared already and is not due for a while. */
    UUID settled(String provider) {
        UUID id = mailbox(provider);
        agenda.notice();
        set(id, """
            due_at = now() + interval '10 minutes', wide_due_at = now() + interval '9 hours',
            due_reason = 'schedule', scheduled_at = now() - interval '5 minutes'
            """);
        return id;
    }

    void due(UUID mailbox) {
        set(mailbox, "due_at = now()");
    }

    void set(UUID mailbox, String change) {
        database.run("update reconciliation set " + change + " where mailbox_id = '" + mailbox + "'");
    }

    String of(UUID mailbox, String what) {
        return database.one("select " + what + " from reconciliation where mailbox_id = '" + mailbox + "'");
    }
}
