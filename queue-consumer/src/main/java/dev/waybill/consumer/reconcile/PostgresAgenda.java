package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import dev.waybill.queue.Locator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The agenda in PostgreSQL, whose clock alone decides what is due.
 *
 * <p>A mailbox is put off in the transaction that enqueued its pointer, behind the enqueue: a crash in between leaves it due, and the
 * second pointer coalesces with the first one.
 */
public final class PostgresAgenda implements Agenda {
    /** Of all that keep the agenda of one database. */
    private static final long ONE_AT_A_TIME = 0x7761_7962_696c_6c31L;

    private static final String TRY = "select pg_try_advisory_xact_lock(?) as mine";

    /** Many at once, at the first start, are spread: 50 a second, within half a minute. */
    private static final String ADD = """
        insert into reconciliation (mailbox_id, tenant, due_at, wide_due_at, paused, well_since)
        select m.id, m.tenant,
               now() + random() * make_interval(secs => least(30, (count(*) over ()) / 50.0)),
               now() + (0.1 + 0.9 * random()) * make_interval(secs => ?),
               m.paused, h.since
          from mailbox m
          left join mailbox_health h on h.mailbox = m.id and h.state = 'active'
         where m.removed_at is null and not exists (select 1 from reconciliation r where r.mailbox_id = m.id)
            on conflict do nothing
        """;

    private static final String REMOVE = """
        delete from reconciliation r using mailbox m where m.id = r.mailbox_id and m.removed_at is not null
        """;

    private static final String RESUMED = """
        update reconciliation r
           set paused = m.paused,
               due_at = case when m.paused then r.due_at else now() end,
               due_reason = case when m.paused then r.due_reason else 'resumed' end
          from mailbox m
         where m.id = r.mailbox_id and m.paused <> r.paused
        """;

    /** Moments of services' clocks are only compared for equality. A mailbox that comes and goes is compared once a minute. */
    private static final String WORKS_AGAIN = """
        update reconciliation r
           set well_since = h.since,
               due_at = case when r.well_since is null then r.due_at else now() end,
               due_reason = case when r.well_since is null then r.due_reason else 'works_again' end
          from mailbox_health h
         where h.mailbox = r.mailbox_id and h.state = 'active' and r.well_since is distinct from h.since
           and (r.scheduled_at is null or r.scheduled_at not between now() - interval '1 minute' and now())
        """;

    private static final String DUE = """
        select r.mailbox_id, r.due_reason, r.wide_due_at <= now() as wide,
               case when m.provider = 'imap' then 0
                    else (extract(epoch from now() - make_interval(secs => ?)) * 1000)::bigint end as wide_since
          from reconciliation r
          join mailbox m on m.id = r.mailbox_id
         where (r.due_at <= now() or r.wide_due_at <= now()) and m.removed_at is null and not m.paused
         order by least(r.due_at, r.wide_due_at)
         limit ?
           for update of r skip locked
        """;

    private static final String PUT_OFF = """
        update reconciliation
           set due_at = now() + (0.9 + 0.2 * random()) * make_interval(secs => ?),
               wide_due_at = case when wide_due_at > now() then wide_due_at
                                  else now() + (0.9 + 0.2 * random()) * make_interval(secs => ?) end,
               due_reason = 'schedule',
               scheduled_at = now()
         where mailbox_id = any(?::uuid[])
        """;

    /** What it is now is noticed with that, and makes it due no second time. */
    private static final String DUE_NOW = """
        update reconciliation r
           set due_at = least(due_at, now()), due_reason = ?,
               paused = coalesce((select m.paused from mailbox m where m.id = r.mailbox_id), r.paused)
         where mailbox_id = ?
        """;

    private final Database database;
    private final Rhythms rhythms;

    /**
     * How often.
     *
     * @param interval between comparisons from where a mailbox is known complete
     * @param wideInterval between comparisons over the long window
     * @param wideWindow how far back those go; of mailboxes with UIDs, all in scope
     */
    public record Rhythms(Duration interval, Duration wideInterval, Duration wideWindow) {}

    public PostgresAgenda(Database database, Rhythms rhythms) {
        this.database = database;
        this.rhythms = rhythms;
    }

    @Override
    public void notice() {
        database.transaction("noticing which mailboxes are to be compared", connection -> {
            boolean mine = Query.list(connection, TRY, row -> row.getBoolean("mine"), ONE_AT_A_TIME)
                    .getFirst();
            if (mine) {
                Query.update(connection, REMOVE);
                Query.update(connection, ADD, seconds(rhythms.wideInterval()));
                Query.update(connection, RESUMED);
                Query.update(connection, WORKS_AGAIN);
            }
            return mine;
        });
    }

    @Override
    public int take(int most, Consumer<List<Due>> enqueue) {
        return database.transaction("taking mailboxes to be compared", connection -> {
            List<Due> due = Query.list(connection, DUE, PostgresAgenda::due, seconds(rhythms.wideWindow()), most);
            if (!due.isEmpty()) {
                enqueue.accept(due);
                Query.update(
                        connection,
                        PUT_OFF,
                        seconds(rhythms.interval()),
                        seconds(rhythms.wideInterval()),
                        due.stream().map(Due::mailbox).toList());
            }
            return due.size();
        });
    }

    @Override
    public void due(UUID mailbox, String reason) {
        database.autocommit("making a mailbox due", connection -> Query.update(connection, DUE_NOW, reason, mailbox));
    }

    private static Due due(ResultSet row) throws SQLException {
        boolean wide = row.getBoolean("wide");
        String reason = row.getString("due_reason");
        return new Due(
                row.getObject("mailbox_id", UUID.class),
                new Locator.Reconcile(
                        wide ? Math.max(0, row.getLong("wide_since")) : Long.MAX_VALUE,
                        wide && reason.equals("schedule") ? "wide" : reason));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
