package dev.waybill.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.chaos.Evidence.Account;
import dev.waybill.cli.chaos.Evidence.Blob;
import dev.waybill.cli.chaos.Evidence.Effect;
import dev.waybill.cli.chaos.Evidence.LedgerRow;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.redis.KeyNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Reads from the servers themselves, past every proxy and service, what became of the mails. */
final class EvidenceReader {
    private static final String LEDGER = """
        select m.address, p.message_key, p.outcome, p.reason, p.effect, p.rfc_message_id, coalesce(p.comment_id, 0)
        from email_processed_messages p join mailbox m on m.id = p.mailbox_id
        """;
    private static final String EFFECTS = """
        select c.id, c.ticket_id, m.address, c.message_key, c.opening, c.subject, encode(c.raw_sha256, 'hex'),
          coalesce((select string_agg(encode(a.sha256, 'hex'), ' ') from attachment a where a.comment_id = c.id), '')
        from comment c join mailbox m on m.id = c.mailbox_id
        """;
    /** A blob is whole when its chunks have the hash that is its name. */
    private static final String BLOBS = """
        with named as (
          select raw_sha256 as hash from email_processed_messages where raw_sha256 is not null
          union select raw_sha256 from comment union select sha256 from attachment)
        select encode(n.hash, 'hex'), b.storage_id is not null,
          (select sha256(string_agg(c.bytes, ''::bytea order by c.seq)) = n.hash
           from blob_chunk c where c.storage_id = b.storage_id)
        from named n left join blob b on b.sha256 = n.hash
        """;

    private static final String EVENTS = """
        select (o.payload->>'commentId')::bigint, count(*) from outbox o
        where o.event in ('ticket.created', 'comment.created') group by 1
        """;
    private static final Duration COME_AND_GO = Duration.ofSeconds(30);
    private static final String RECORDED = "select count(distinct subject) from comment";

    private final PostgresServer postgres;
    private final RedisServer redis;
    private final ConsumerApi api;
    private final List<String> addresses;

    EvidenceReader(PostgresServer postgres, RedisServer redis, ConsumerApi api, List<String> addresses) {
        this.postgres = postgres;
        this.redis = redis;
        this.api = api;
        this.addresses = addresses;
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    Evidence read() throws InterruptedException {
        List<Account> accounts = accounts();
        try (Connection connection = postgres.connect(PostgresServer.DATABASE)) {
            List<LedgerRow> ledger = all(
                    connection,
                    LEDGER,
                    row -> new LedgerRow(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            token(row.getString(6)),
                            row.getLong(7)));
            List<Effect> effects = all(
                    connection,
                    EFFECTS,
                    row -> new Effect(
                            row.getLong(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            row.getBoolean(5),
                            token(row.getString(6)),
                            row.getString(7),
                            words(row.getString(8))));
            Map<String, Blob> blobs = new HashMap<>();
            all(connection, BLOBS, row -> blobs.put(row.getString(1), blob(row)));
            Map<Long, Integer> events = new HashMap<>();
            all(connection, EVENTS, row -> events.put(row.getLong(1), row.getInt(2)));
            return new Evidence(ledger, effects, blobs, events, deadLetters(), accounts, left());
        } catch (SQLException e) {
            throw new ChaosFailure("what became of the mails could not be read: " + e.getMessage(), e);
        }
    }

    /** How many mails have an effect; -1 while PostgreSQL does not answer. */
    long recorded() {
        try (Connection connection = postgres.connect(PostgresServer.DATABASE)) {
            return all(connection, RECORDED, row -> row.getLong(1)).getFirst();
        } catch (SQLException away) {
            return -1;
        }
    }

    /** How many pointers the queue holds; -1 while Redis does not answer. */
    long pointers() {
        try {
            return Long.parseLong(String.valueOf(redis.command("HLEN", KeyNames.DEFAULT_PREFIX + "body")));
        } catch (IllegalStateException away) {
            return -1;
        }
    }

    /** What stays in the queue. Pointers to look at a mailbox, and to mails that are known, come and go for ever. */
    private long left() throws InterruptedException {
        long deadline = System.nanoTime() + COME_AND_GO.toNanos();
        long left = pointers();
        while (left != 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            left = pointers();
        }
        return left;
    }

    private List<String> deadLetters() {
        return redis.command("ZRANGE", KeyNames.defaults().dlq(), "0", "-1") instanceof List<?> dead
                ? dead.stream().map(String::valueOf).toList()
                : List.of();
    }

    List<Account> accounts() {
        return addresses.stream().map(this::account).toList();
    }

    private Account account(String address) {
        JsonNode shown = api.account(address).orElse(null);
        if (shown == null) {
            return new Account(address, "unknown", 0, 0, -1, "the admin API did not answer");
        }
        long placed = 0;
        for (String state : List.of("waiting", "inFlight", "delayed", "held")) {
            placed += shown.path(state).asLong();
        }
        for (JsonNode outcome : shown.path("outcomes")) {
            for (JsonNode count : outcome) {
                placed += count.asLong();
            }
        }
        boolean asked = shown.path("providerChecked").asBoolean();
        return new Account(
                address,
                shown.path("state").asText(),
                shown.path("found").asLong(),
                placed,
                asked ? shown.path("unaccounted").asLong(-1) : -1,
                shown.path("lastError").asText("") + " "
                        + shown.path("providerProblem").asText(""));
    }

    private static <T> List<T> all(Connection connection, String sql, Row<T> read) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read.read(rows));
            }
            return all;
        }
    }

    private static Blob blob(ResultSet row) throws SQLException {
        if (!row.getBoolean(2)) {
            return Blob.MISSING;
        }
        return row.getBoolean(3) ? Blob.WHOLE : Blob.DAMAGED;
    }

    private static String token(@Nullable String text) {
        Matcher token = ChaosMails.TOKEN.matcher(text == null ? "" : text);
        return token.find() ? token.group() : "";
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : new HashSet<>(List.of(text.split(" ", -1)));
    }
}
