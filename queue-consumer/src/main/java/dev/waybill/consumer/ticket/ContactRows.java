package dev.waybill.consumer.ticket;

import dev.waybill.consumer.database.PgText;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.bounce.BounceAction;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The contacts that a bounce names as gone. Works inside the caller's transaction; in the order of the addresses, so that two bounces do not wait for each other. */
public final class ContactRows {
    private static final String FLAG = """
        insert into contact as known
          (tenant, address, bouncing_since, reason, status, diagnostic, mailbox_id, message_key)
        select ?, b.address, coalesce(?::timestamptz, now()), b.reason, b.status, b.diagnostic, ?::uuid, ?
        from unnest(?::text[], ?::text[], ?::text[], ?::text[]) b(address, reason, status, diagnostic)
        order by b.address
        on conflict (tenant, address) do update set
          bouncing_since = coalesce(known.bouncing_since, excluded.bouncing_since), reason = excluded.reason,
          status = excluded.status, diagnostic = excluded.diagnostic, mailbox_id = excluded.mailbox_id,
          message_key = excluded.message_key
        where known.cleared_at is null or known.cleared_at < excluded.bouncing_since
        """;

    private static final int DIAGNOSTIC = 1_000;
    private static final int ADDRESS = 320;
    /** Nobody writes one mail to more people; a forger might. */
    private static final int MOST = 100;

    private ContactRows() {}

    /** Where a failure was told: whose, in which mail, and when the provider took that in. */
    public record Told(
            String tenant,
            UUID mailbox,
            String messageKey,
            @Nullable Instant at) {}

    /** Flags the recipients whose address is no good. */
    public static void flag(Connection connection, Told told, List<Bounce> bounces) throws SQLException {
        SortedMap<String, Bounce> gone = gone(bounces);
        if (gone.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(FLAG)) {
            statement.setString(1, told.tenant());
            statement.setObject(2, TicketRows.timestamp(told.at()));
            statement.setObject(3, told.mailbox());
            statement.setString(4, told.messageKey());
            statement.setArray(5, connection.createArrayOf("text", gone.keySet().toArray()));
            statement.setArray(
                    6,
                    texts(connection, gone.values(), bounce -> bounce.reason().code()));
            statement.setArray(7, texts(connection, gone.values(), bounce -> PgText.cleanOrNull(bounce.status(), 20)));
            statement.setArray(
                    8, texts(connection, gone.values(), bounce -> PgText.clean(bounce.diagnostic(), DIAGNOSTIC)));
            statement.executeUpdate();
        }
    }

    private static Array texts(
            Connection connection, Collection<Bounce> bounces, Function<Bounce, @Nullable String> text)
            throws SQLException {
        return connection.createArrayOf("text", bounces.stream().map(text).toArray());
    }

    private static SortedMap<String, Bounce> gone(List<Bounce> bounces) {
        SortedMap<String, Bounce> gone = new TreeMap<>();
        for (Bounce bounce : bounces) {
            String address = address(bounce.recipient());
            if (bounce.action() == BounceAction.FAILED
                    && bounce.permanent()
                    && address.indexOf('@') > 0
                    && gone.size() < MOST) {
                gone.putIfAbsent(address, bounce);
            }
        }
        return gone;
    }

    /** As contacts are told apart. */
    public static String address(String written) {
        return PgText.clean(written.strip(), ADDRESS).toLowerCase(Locale.ROOT);
    }
}
