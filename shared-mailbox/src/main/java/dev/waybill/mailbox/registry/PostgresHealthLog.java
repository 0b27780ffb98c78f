package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The states of mailboxes in PostgreSQL. A note waits in memory, the newest one of each mailbox, until it is written: by the call that
 * made it, by a later one, or by {@link #flush}, which the service's scheduler calls.
 */
public final class PostgresHealthLog implements MailboxHealthLog {
    private static final Logger LOG = Logger.getLogger(PostgresHealthLog.class);
    private static final int LONGEST_ERROR = 1000;
    /** While PostgreSQL is down, callers must not each wait for a connection of the pool. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    /**
     * A note that is older than what stands there came late, from another process, and changes nothing. Its age counts, by the server's
     * clock: the clocks of two machines may differ by more than what matters here.
     */
    private static final String RECORD = """
        insert into mailbox_health as h (mailbox, tenant, state, since, last_error, next_try, noted_at)
        select m.id, m.tenant, ?, t.noted, ?, ?, t.noted
        from mailbox m, lateral (select clock_timestamp() - make_interval(secs => ?) as noted) t
        where m.id = ? and m.removed_at is null
        on conflict (mailbox) do update set
          state = excluded.state,
          since = case when h.state = excluded.state then h.since else excluded.since end,
          last_error = excluded.last_error,
          next_try = excluded.next_try,
          noted_at = excluded.noted_at
        where h.noted_at <= excluded.noted_at
        """;

    private static final String ALL = "select mailbox, state, since, last_error, next_try from mailbox_health";
    private static final String FIND = ALL + " where mailbox = ?";

    private final Database database;
    private final InstantSource clock;
    private final Map<UUID, Note> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Instant notBefore = Instant.MIN;

    public PostgresHealthLog(DataSource database, InstantSource clock) {
        this.database = new Database(database);
        this.clock = clock;
    }

    private record Note(MailboxState state, String lastError, Optional<Instant> nextTry, Instant at) {}

    @Override
    public void record(UUID mailbox, MailboxState state, String lastError, Optional<Instant> nextTry) {
        waiting.put(mailbox, new Note(state, printable(lastError), nextTry, clock.instant()));
        if (mayWrite(clock.instant())) {
            flush();
        }
    }

    /** A pause that a clock which went back would make longer is over. */
    private boolean mayWrite(Instant now) {
        return !now.isBefore(notBefore) || now.plus(PAUSE_AFTER_FAILURE).isBefore(notBefore);
    }

    /** Writes the notes that wait. Whoever comes while another thread writes leaves its note to that one. */
    public void flush() {
        while (!waiting.isEmpty() && writing.tryLock()) {
            try {
                waiting.forEach(this::write);
            } catch (RuntimeException e) {
                notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
                LOG.debugf(e, "The states of %d mailboxes wait to be written", waiting.size());
                return;
            } finally {
                writing.unlock();
            }
        }
    }

    private void write(UUID mailbox, Note note) {
        database.run("noting the state of mailbox " + mailbox, RECORD, (statement, connection) -> {
            statement.setString(1, note.state().id());
            statement.setString(2, note.lastError());
            if (note.nextTry().isPresent()) {
                statement.setObject(3, OffsetDateTime.ofInstant(note.nextTry().get(), ZoneOffset.UTC));
            } else {
                statement.setNull(3, Types.TIMESTAMP_WITH_TIMEZONE);
            }
            // A clock that went back since must not date it into the future, where nothing newer would count.
            statement.setDouble(
                    4, Math.max(0, Duration.between(note.at(), clock.instant()).toMillis()) / 1000.0);
            statement.setObject(5, mailbox);
            return statement.executeUpdate();
        });
        waiting.remove(mailbox, note);
    }

    @Override
    public Map<UUID, MailboxHealth> all() {
        return database.run("reading the states of mailboxes", ALL, (statement, connection) -> read(statement));
    }

    @Override
    public Optional<MailboxHealth> find(UUID mailbox) {
        return database.run("reading the state of mailbox " + mailbox, FIND, (statement, connection) -> {
            statement.setObject(1, mailbox);
            return Optional.ofNullable(read(statement).get(mailbox));
        });
    }

    private static Map<UUID, MailboxHealth> read(PreparedStatement statement) throws SQLException {
        Map<UUID, MailboxHealth> found = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                UUID mailbox = row.getObject(1, UUID.class);
                found.put(
                        mailbox,
                        new MailboxHealth(
                                mailbox,
                                MailboxState.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getString(4),
                                Optional.ofNullable(row.getObject(5, OffsetDateTime.class))
                                        .map(OffsetDateTime::toInstant)));
            }
        }
        return found;
    }

    /** PostgreSQL's text holds no NUL; a server's words may be long. */
    private static String printable(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() <= LONGEST_ERROR ? clean : clean.substring(0, LONGEST_ERROR) + "…";
    }
}
