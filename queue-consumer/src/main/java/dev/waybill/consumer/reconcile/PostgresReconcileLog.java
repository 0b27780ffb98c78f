package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.PgText;
import dev.waybill.consumer.database.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comparisons in PostgreSQL, each verb one statement. */
public final class PostgresReconcileLog implements ReconcileLog, ReconcileStates {
    private static final String COMPLETE_AT = "select complete_at from reconciliation where mailbox_id = ?";

    /** A listener's pointer may come before the agenda knows the mailbox. */
    private static final String STARTED = """
        insert into reconciliation (mailbox_id, tenant, started_at, reason, begun)
        values (?, coalesce((select tenant from mailbox where id = ?), 'default'), now(), ?, 1)
        on conflict (mailbox_id) do update
           set started_at = now(), reason = excluded.reason, begun = reconciliation.begun + 1, progress = 0
        """;

    private static final String PROGRESSED = "update reconciliation set progress = ? where mailbox_id = ?";

    /**
     * The first one that finds mails missing is followed by another one soon, which tells whether they are seen now. One that goes on
     * finding some waits for the schedule, so that a mail that never can be seen does not have its mailbox compared all day.
     *
     * <p>What is complete is told by the clock of a service, which may be ahead: nothing is complete that came after the comparison
     * began, by PostgreSQL's clock.
     */
    private static final String FINISHED = """
        update reconciliation
           set ended = begun, ended_at = now(), last_whole_at = now(), problem = '', put_off = 0,
               report = ?::jsonb, found = ?, enqueued = ?,
               due_at = case when ? > 0 and missing = 0 then least(due_at, now() + interval '1 minute') else due_at end,
               due_reason = case when ? > 0 and missing = 0 then 'verify' else due_reason end,
               missing = ?,
               complete_at = greatest(complete_at, (select least(told, started_at) from (values (?::timestamptz)) t (told)
                                                where told is not null))
         where mailbox_id = ?
        """;

    private static final String FAILED = """
        update reconciliation set ended = begun, ended_at = now(), problem = ? where mailbox_id = ?
        """;

    private static final String PUT_OFF = """
        update reconciliation set ended = begun, ended_at = now(), problem = ?, put_off = put_off + 1
         where mailbox_id = ?
        returning put_off
        """;

    private static final String STATE = """
        select *, least(due_at, wide_due_at) as next_at from reconciliation where mailbox_id = ?
        """;

    private static final String PROOFS = """
        select r.mailbox_id, m.provider, r.missing, r.last_whole_at
          from reconciliation r join mailbox m on m.id = r.mailbox_id
         where m.removed_at is null and not m.paused
         order by r.missing desc, r.last_whole_at nulls first limit ?
        """;

    private static final String OLDEST = """
        select coalesce(max(extract(epoch from now() - coalesce(r.last_whole_at, m.created_at))), 0)::float8 as oldest
          from reconciliation r join mailbox m on m.id = r.mailbox_id
         where m.removed_at is null and not m.paused
        """;

    private static final int LONGEST_PROBLEM = 1_000;

    private final Database database;

    public PostgresReconcileLog(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Instant> completeAt(UUID mailbox) {
        return database
                .autocommit(
                        "reading since when a mailbox is complete",
                        c -> Query.list(
                                c, COMPLETE_AT, row -> Optional.ofNullable(Query.instant(row, "complete_at")), mailbox))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void started(UUID mailbox, String reason) {
        database.autocommit(
                "noting that a comparison began",
                c -> Query.update(c, STARTED, mailbox, mailbox, PgText.clean(reason, 64)));
    }

    @Override
    public void progressed(UUID mailbox, long found) {
        database.autocommit("noting how far a comparison is", c -> Query.update(c, PROGRESSED, found, mailbox));
    }

    @Override
    public void finished(UUID mailbox, ReconcileReport report) {
        FolderReport total = report.total();
        database.autocommit(
                "noting what a comparison found",
                c -> Query.update(
                        c,
                        FINISHED,
                        ReportJson.write(report),
                        total.found(),
                        total.enqueued(),
                        total.missing(),
                        total.missing(),
                        total.missing(),
                        utc(report.completeAt().orElse(null)),
                        mailbox));
    }

    @Override
    public void failed(UUID mailbox, String problem) {
        database.autocommit(
                "noting that a comparison failed",
                c -> Query.update(c, FAILED, PgText.clean(problem, LONGEST_PROBLEM), mailbox));
    }

    /** 1 of a mailbox that is gone: nobody will ask again. */
    @Override
    public int putOff(UUID mailbox, String problem) {
        return database
                .autocommit(
                        "noting that a comparison is put off",
                        c -> Query.list(
                                c,
                                PUT_OFF,
                                row -> row.getInt("put_off"),
                                PgText.clean(problem, LONGEST_PROBLEM),
                                mailbox))
                .stream()
                .findFirst()
                .orElse(1);
    }

    @Override
    public Optional<ReconcileState> find(UUID mailbox) {
        return database
                .autocommit(
                        "reading how a comparison went",
                        c -> Query.list(c, STATE, PostgresReconcileLog::state, mailbox))
                .stream()
                .findFirst();
    }

    @Override
    public List<Proof> proofs(int most) {
        return database.autocommit(
                "reading what comparisons proved",
                c -> Query.list(
                        c,
                        PROOFS,
                        row -> new Proof(
                                row.getObject("mailbox_id", UUID.class),
                                row.getString("provider"),
                                row.getLong("missing"),
                                Query.instant(row, "last_whole_at")),
                        most));
    }

    @Override
    public double oldestSeconds() {
        return database.autocommit(
                        "reading which comparison is longest ago",
                        c -> Query.list(c, OLDEST, row -> row.getDouble("oldest")))
                .getFirst();
    }

    private static ReconcileState state(ResultSet row) throws SQLException {
        String report = row.getString("report");
        return new ReconcileState(
                row.getObject("mailbox_id", UUID.class),
                row.getLong("begun"),
                row.getLong("ended"),
                Query.instant(row, "started_at"),
                row.getString("reason"),
                row.getLong("progress"),
                Query.instant(row, "ended_at"),
                row.getString("problem"),
                Query.instant(row, "last_whole_at"),
                report == null ? null : ReportJson.read(report),
                Query.instant(row, "complete_at"),
                Objects.requireNonNull(Query.instant(row, "next_at")));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
