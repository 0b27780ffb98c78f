package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PushUpkeep;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The upkeep's writes in PostgreSQL: one statement a verb. The lease lies here and not in Redis, because nothing of the upkeep can be
 * done without PostgreSQL anyway, and a write and the question whether its writer leads still are one statement here.
 */
public final class PostgresPushUpkeep implements PushUpkeep {
    private static final String LEAD = """
        update push_upkeep set holder = ?, held_until = clock_timestamp() + ? * interval '1 millisecond'
        where holder = ? or held_until is null or held_until < clock_timestamp()
        """;

    private static final String RESIGN = "update push_upkeep set held_until = null where holder = ?";

    static final String WE_LEAD =
            "exists (select 1 from push_upkeep where holder = ? and held_until > clock_timestamp())";

    private static final String END =
            "update push_channel set removed_at = now() where mailbox = ? and folder = ? and removed_at is null and "
                    + WE_LEAD;

    private static final String BEGIN = """
        insert into push_channel (id, mailbox, tenant, folder, secret_hash)
        select ?, m.id, m.tenant, ?, ? from mailbox m where m.id = ? and m.removed_at is null and %s
        on conflict do nothing
        """.formatted(WE_LEAD);

    private static final String ESTABLISHED = """
        update push_channel set subscription = coalesce(?, subscription), expires_at = ?
        where id = ? and removed_at is null and %s
        """.formatted(WE_LEAD);

    private static final String REMOVE =
            "update push_channel set removed_at = now() where id = ? and removed_at is null and " + WE_LEAD;

    private static final String FORGET = "delete from push_channel where removed_at < ? and " + WE_LEAD;

    private final Database database;
    private final UUID self = UUID.randomUUID();

    public PostgresPushUpkeep(DataSource source) {
        this.database = new Database(source);
    }

    UUID self() {
        return self;
    }

    @Override
    public boolean lead(Duration atMost) {
        return database.run("leading the upkeep of push", LEAD, (statement, connection) -> {
            statement.setObject(1, self);
            statement.setLong(2, atMost.toMillis());
            statement.setObject(3, self);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public void resign() {
        database.run("resigning from the upkeep of push", RESIGN, (statement, connection) -> {
            statement.setObject(1, self);
            return statement.executeUpdate();
        });
    }

    /** Two statements: a crash between them leaves the folder without a channel, which the next round begins anew. */
    @Override
    public boolean begin(UUID channel, UUID mailbox, String folder, Optional<ClientState.Hash> secret) {
        database.run("ending the push channel of mailbox " + mailbox, END, (statement, connection) -> {
            statement.setObject(1, mailbox);
            statement.setString(2, folder);
            statement.setObject(3, self);
            return statement.executeUpdate();
        });
        return database.run("beginning a push channel of mailbox " + mailbox, BEGIN, (statement, connection) -> {
            statement.setObject(1, channel);
            statement.setString(2, folder);
            if (secret.isPresent()) {
                statement.setBytes(3, secret.get().bytes());
            } else {
                statement.setNull(3, Types.BINARY);
            }
            statement.setObject(4, mailbox);
            statement.setObject(5, self);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public boolean established(UUID channel, Optional<String> subscription, Instant expires) {
        return database.run("noting push channel " + channel, ESTABLISHED, (statement, connection) -> {
            statement.setString(1, subscription.orElse(null));
            statement.setObject(2, PostgresPushChannels.at(expires));
            statement.setObject(3, channel);
            statement.setObject(4, self);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public boolean remove(UUID channel) {
        return database.run("ending push channel " + channel, REMOVE, (statement, connection) -> {
            statement.setObject(1, channel);
            statement.setObject(2, self);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public int forgetRemovedBefore(Instant then) {
        return database.run("forgetting push channels", FORGET, (statement, connection) -> {
            statement.setObject(1, PostgresPushChannels.at(then));
            statement.setObject(2, self);
            return statement.executeUpdate();
        });
    }
}
