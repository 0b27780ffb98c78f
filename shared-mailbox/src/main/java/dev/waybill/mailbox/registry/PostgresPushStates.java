package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.push.PushState.Mode;
import dev.waybill.mailbox.push.PushStates;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The states of push in PostgreSQL; the leader of the upkeep writes them. */
public final class PostgresPushStates implements PushStates {
    private static final int LONGEST_ERROR = 1_000;

    private static final String ALL =
            "select mailbox, mode, reason, since, silent_looks, listed_until, failures, last_error,"
                    + " failing_since, next_try from push_state";

    private static final String FIND = ALL + " where mailbox = ?";

    private static final String SAVE = """
        insert into push_state (mailbox, tenant, mode, reason, since, silent_looks, listed_until, failures, last_error,
          failing_since, next_try)
        select m.id, m.tenant, ?, ?, ?, ?, ?, ?, ?, ?, ? from mailbox m where m.id = ? and m.removed_at is null and %s
        on conflict (mailbox) do update set mode = excluded.mode, reason = excluded.reason, since = excluded.since,
          silent_looks = excluded.silent_looks, listed_until = excluded.listed_until, failures = excluded.failures,
          last_error = excluded.last_error, failing_since = excluded.failing_since, next_try = excluded.next_try
        """.formatted(PostgresPushUpkeep.WE_LEAD);

    private final Database database;
    private final UUID self;

    /** Writes as this leader. */
    public PostgresPushStates(DataSource source, PostgresPushUpkeep leader) {
        this(source, leader.self());
    }

    private PostgresPushStates(DataSource source, UUID self) {
        this.database = new Database(source);
        this.self = self;
    }

    /** For services that only read. */
    public static PostgresPushStates readOnly(DataSource source) {
        return new PostgresPushStates(source, UUID.randomUUID());
    }

    @Override
    public Map<UUID, PushState> all() {
        return database.run("reading the states of push", ALL, (statement, connection) -> read(statement));
    }

    @Override
    public Optional<PushState> find(UUID mailbox) {
        return database.run("reading the push state of mailbox " + mailbox, FIND, (statement, connection) -> {
            statement.setObject(1, mailbox);
            return Optional.ofNullable(read(statement).get(mailbox));
        });
    }

    @Override
    public boolean save(PushState state) {
        return database.run("noting the push state of mailbox " + state.mailbox(), SAVE, (statement, connection) -> {
            statement.setString(1, state.mode().name().toLowerCase(Locale.ROOT));
            statement.setString(2, state.reason());
            statement.setObject(3, PostgresPushChannels.at(state.since()));
            statement.setInt(4, state.silentLooks());
            set(statement, 5, state.listedUntil());
            statement.setInt(6, state.failures());
            statement.setString(7, printable(state.lastError()));
            set(statement, 8, state.failingSince());
            set(statement, 9, state.nextTry());
            statement.setObject(10, state.mailbox());
            statement.setObject(11, self);
            return statement.executeUpdate() == 1;
        });
    }

    private static void set(PreparedStatement statement, int at, Optional<Instant> instant) throws SQLException {
        if (instant.isPresent()) {
            statement.setObject(at, PostgresPushChannels.at(instant.get()));
        } else {
            statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }

    private static Map<UUID, PushState> read(PreparedStatement statement) throws SQLException {
        Map<UUID, PushState> states = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                UUID mailbox = row.getObject("mailbox", UUID.class);
                states.put(
                        mailbox,
                        new PushState(
                                mailbox,
                                Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                                row.getString("reason"),
                                row.getObject("since", OffsetDateTime.class).toInstant(),
                                row.getInt("silent_looks"),
                                PostgresPushChannels.instant(row, "listed_until"),
                                row.getInt("failures"),
                                row.getString("last_error"),
                                PostgresPushChannels.instant(row, "failing_since"),
                                PostgresPushChannels.instant(row, "next_try")));
            }
        }
        return states;
    }

    private static String printable(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() <= LONGEST_ERROR ? clean : clean.substring(0, LONGEST_ERROR) + "…";
    }
}
