package dev.waybill.consumer.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.database.PgText;
import dev.waybill.consumer.ticket.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code email_processed_messages} on its way in: {@code processed} or {@code skipped}.
 *
 * @param about the ticket that a report is about, or null
 */
record LedgerRow(
        Passage passage,
        String outcome,
        String reason,
        String effect,
        @Nullable String messageId,
        BlobStore.@Nullable Blob raw,
        @Nullable Long about,
        @Nullable Instant resolvedAt,
        ObjectNode decision) {

    /**
     * Over a {@code dead} row too; a settled one stays as it is, and then nothing is written. An empty tenant is looked up. Ticket and
     * comment come from {@code added}.
     */
    static final String INSERT = """
        insert into email_processed_messages as known
          (mailbox_id, message_key, tenant, provider, outcome, reason, effect, attempts, crashes, fence, pointer_id, place,
           rfc_message_id, raw_sha256, size, ticket_id, comment_id, enqueued_at, claimed_at, resolved_at, trace_id, decision)
        select ?::uuid, ?, coalesce(nullif(?, ''), (select tenant from mailbox where id = ?::uuid), 'default'), ?, ?, ?, ?, ?, ?, ?,
          ?, ?, ?, ?::bytea, ?::bigint, added.ticket_id, added.id, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?, ?::jsonb
        from added
        on conflict (mailbox_id, message_key) do update set
          tenant = excluded.tenant, outcome = excluded.outcome, reason = excluded.reason, effect = excluded.effect,
          attempts = excluded.attempts, crashes = excluded.crashes, fence = excluded.fence, place = excluded.place,
          rfc_message_id = excluded.rfc_message_id, raw_sha256 = excluded.raw_sha256, size = excluded.size,
          ticket_id = excluded.ticket_id, comment_id = excluded.comment_id, enqueued_at = excluded.enqueued_at,
          claimed_at = excluded.claimed_at, resolved_at = excluded.resolved_at, processed_at = now(),
          trace_id = excluded.trace_id, decision = excluded.decision, original_gone_at = null
        where known.outcome = 'dead'
        """;

    private static final String WRITE = "with added as (select ?::bigint as ticket_id, null::bigint as id)\n" + INSERT;

    private static final int WARNINGS = 20;
    private static final int RECIPIENTS = 20;

    static LedgerRow skipped(Passage passage, String reason, Map<String, String> facts) {
        ObjectNode decision = JsonNodeFactory.instance.objectNode();
        facts.forEach((name, value) -> decision.put(name, PgText.clean(value, 500)));
        return new LedgerRow(passage, "skipped", reason, "none", null, null, null, null, decision);
    }

    static LedgerRow processed(ProcessedMail mail, Placement placement) {
        ObjectNode decision = JsonNodeFactory.instance.objectNode();
        String effect = switch (placement) {
            case Placement.NewTicket fresh -> {
                decision.put("thread", "new").put("because", fresh.because());
                yield "ticket";
            }
            case Placement.Joins joins -> {
                decision.put("thread", "joined")
                        .put("because", joins.because())
                        .put("matched", PgText.clean(joins.matched().value(), 500));
                yield "comment";
            }
        };
        warn(decision, mail);
        return new LedgerRow(mail.passage(), "processed", "", effect, null, null, null, null, decision).withRaw(mail);
    }

    /** A mail that opened nothing: a report, or an automatic answer to nothing that we know. */
    static LedgerRow noted(ProcessedMail mail, String effect, String reason, @Nullable Long about) {
        ObjectNode decision = JsonNodeFactory.instance.objectNode();
        String original = mail.reading().originalMessageId();
        decision.put("kind", mail.reading().kind().code());
        if (original != null) {
            decision.put("original", PgText.clean(original, 500));
        }
        if (!mail.reading().bounces().isEmpty()) {
            var recipients = decision.putArray("recipients");
            mail.reading().bounces().stream()
                    .limit(RECIPIENTS)
                    .forEach(bounce -> recipients
                            .addObject()
                            .put("address", PgText.clean(bounce.recipient(), 320))
                            .put("action", bounce.action().code())
                            .put("reason", bounce.reason().code())
                            .put("permanent", bounce.permanent()));
        }
        warn(decision, mail);
        return new LedgerRow(mail.passage(), "processed", reason, effect, null, null, about, null, decision)
                .withRaw(mail);
    }

    private static void warn(ObjectNode decision, ProcessedMail mail) {
        if (!mail.parsed().warnings().isEmpty()) {
            var warnings = decision.putArray("warnings");
            mail.parsed().warnings().stream().limit(WARNINGS).forEach(w -> warnings.add(PgText.clean(w, 300)));
        }
    }

    LedgerRow withRaw(ProcessedMail mail) {
        return new LedgerRow(
                passage,
                outcome,
                reason,
                effect,
                PgText.cleanOrNull(mail.parsed().messageId(), 2_000),
                mail.raw(),
                about,
                mail.resolvedAt(),
                decision);
    }

    /** Of a mail without a ticket of its own; false when a settled row was there. */
    boolean write(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            number(statement, 1, about);
            bind(statement, 1);
            return statement.executeUpdate() == 1;
        }
    }

    /** Binds the parameters of {@link #INSERT}, the first of which is behind {@code at}. */
    void bind(PreparedStatement statement, int at) throws SQLException {
        int i = at;
        statement.setObject(++i, passage.mailbox());
        statement.setString(++i, PgText.clean(passage.key().value(), 2_000));
        statement.setString(++i, passage.tenant());
        statement.setObject(++i, passage.mailbox());
        statement.setString(++i, passage.key().provider());
        statement.setString(++i, outcome);
        statement.setString(++i, reason);
        statement.setString(++i, effect);
        statement.setInt(++i, passage.attempts());
        statement.setInt(++i, passage.crashes());
        statement.setLong(++i, passage.fence());
        statement.setString(++i, passage.pointer().value());
        statement.setString(++i, passage.key().place());
        statement.setString(++i, messageId);
        BlobStore.Blob blob = raw;
        statement.setBytes(++i, blob == null ? null : blob.hash().bytes());
        number(statement, ++i, blob == null ? null : blob.size());
        instant(statement, ++i, Instant.ofEpochMilli(passage.enqueuedAt()));
        instant(statement, ++i, passage.claimedAt());
        instant(statement, ++i, resolvedAt);
        statement.setString(++i, passage.traceId());
        statement.setString(++i, decision.toString());
    }

    private static void number(PreparedStatement statement, int at, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, value);
        }
    }

    private static void instant(PreparedStatement statement, int at, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(at, value.atOffset(ZoneOffset.UTC));
        }
    }
}
