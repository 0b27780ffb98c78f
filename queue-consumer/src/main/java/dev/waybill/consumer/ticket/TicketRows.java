package dev.waybill.consumer.ticket;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.consumer.database.PgText;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reply.ReplyText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tickets, comments, attachments, thread keys and outbox events as rows. Works inside the caller's transaction, which holds the
 * advisory locks of all the mail's thread ids.
 */
public final class TicketRows {
    private static final String KNOWN_ID =
            "select ticket_id, received from thread_key where mailbox_id = ? and id_hash = ?";

    /**
     * Everything that one mail adds, as the beginning of a statement, which reads {@code ticket_id} and {@code id} (of the comment) in
     * {@code added}; no row is there when the ticket to join is gone. With a ticket given, it joins it; without, it opens one. An id
     * that was only referred to becomes received by its own mail and then follows it; a received one never changes.
     */
    public static final String ADDING = """
        with given as (select ?::bigint as ticket_id),
        opened as (
          insert into ticket (tenant, mailbox_id, subject, requester_name, requester_address)
          select ?, ?::uuid, ?, ?, ? from given where ticket_id is null
          returning id),
        touched as (
          update ticket set updated_at = now() from given where ticket.id = given.ticket_id returning id),
        chosen as (
          select id, true as opening from opened union all select id, false from touched),
        added as (
          insert into comment (ticket_id, mailbox_id, message_key, opening, subject, author_name, author_address,
                               participants, sent_at, received_at, text, html, raw_sha256, visible, quoted, signature,
                               automatic)
          select id, ?::uuid, ?, opening, ?, ?, ?, ?::jsonb, ?::timestamptz, ?::timestamptz, ?, ?, ?::bytea, ?, ?, ?, ?
          from chosen
          returning id, ticket_id, opening, mailbox_id, message_key),
        files as (
          insert into attachment (comment_id, position, name, content_type, size, sha256, inline, content_id)
          select added.id, f.position, f.name, f.content_type, f.size, f.sha256, f.inline, f.content_id
          from added, unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::boolean[], ?::text[])
            with ordinality f(name, content_type, size, sha256, inline, content_id, position)),
        keys as (
          insert into thread_key (mailbox_id, id_hash, message_id, ticket_id, received)
          select added.mailbox_id, k.id_hash, k.message_id, added.ticket_id, k.received
          from added, unnest(?::bytea[], ?::text[], ?::boolean[]) k(id_hash, message_id, received)
          on conflict (mailbox_id, id_hash) do update set ticket_id = excluded.ticket_id, received = true
            where excluded.received and not thread_key.received),
        events as (
          insert into outbox (tenant, mailbox_id, event, payload)
          select ?, mailbox_id, case when opening then 'ticket.created' else 'comment.created' end,
            jsonb_build_object('ticketId', ticket_id, 'commentId', id, 'mailbox', mailbox_id, 'messageKey', message_key)
          from added),
        well as (
          update contact set bouncing_since = null, cleared_at = coalesce(?::timestamptz, now()), cleared_by = 'mail'
          where tenant = ? and address = ? and bouncing_since <= coalesce(?::timestamptz, now()))
        """;

    private static final int SUBJECT = 2_000;
    private static final int NAME = 500;
    private static final int ADDRESS = 1_000;
    private static final int MESSAGE_ID = 2_000;
    private static final int TEXT = 8 * 1024 * 1024;
    private static final int PARTICIPANTS = 1_000;

    private TicketRows() {}

    /** A mail as it is added: whose it is, its identity in the ledger, what it says, and the hash of its raw bytes. */
    public record Mail(
            String tenant,
            UUID mailbox,
            String messageKey,
            ParsedMail parsed,
            Reading reading,
            ThreadIds ids,
            @Nullable Instant receivedAt,
            ContentHash raw) {}

    /** The rows that were made or joined. */
    public record Added(long ticket, long comment) {}

    /** What is known of one id; empty for null. */
    public static Optional<Placement.Known> known(Connection connection, UUID mailbox, @Nullable String messageId)
            throws SQLException {
        Optional<ThreadId> id = ThreadId.of(messageId);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(KNOWN_ID)) {
            statement.setObject(1, mailbox);
            statement.setBytes(2, id.get().hash().bytes());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Placement.Known(rows.getLong(1), rows.getBoolean(2)))
                        : Optional.empty();
            }
        }
    }

    /** Binds the parameters of {@link #ADDING}, the first of which is behind {@code at}; returns the place of the last. */
    public static int bind(Connection connection, PreparedStatement statement, int at, Mail mail, Placement placement)
            throws SQLException {
        ParsedMail parsed = mail.parsed();
        ParsedMail.Address author = author(parsed);
        String subject = PgText.clean(parsed.subject(), SUBJECT);
        String authorName = PgText.clean(author.name(), NAME);
        String authorAddress = PgText.clean(author.address(), ADDRESS);
        int i = at;
        switch (placement) {
            case Placement.Joins joins -> statement.setLong(++i, joins.ticket());
            case Placement.NewTicket fresh -> statement.setNull(++i, Types.BIGINT);
        }
        statement.setString(++i, mail.tenant());
        statement.setObject(++i, mail.mailbox());
        statement.setString(++i, subject);
        statement.setString(++i, authorName);
        statement.setString(++i, authorAddress);
        statement.setObject(++i, mail.mailbox());
        statement.setString(++i, mail.messageKey());
        statement.setString(++i, subject);
        statement.setString(++i, authorName);
        statement.setString(++i, authorAddress);
        statement.setString(++i, participants(parsed));
        statement.setObject(++i, timestamp(parsed.sentAt()));
        statement.setObject(++i, timestamp(mail.receivedAt()));
        statement.setString(++i, PgText.clean(parsed.text(), TEXT));
        statement.setString(++i, PgText.cleanOrNull(parsed.html(), TEXT));
        statement.setBytes(++i, mail.raw().bytes());
        ReplyText reply = mail.reading().reply();
        boolean automatic = mail.reading().automatic().automatic();
        statement.setString(++i, PgText.clean(reply.visible(), TEXT));
        statement.setString(++i, PgText.clean(reply.quoted(), TEXT));
        statement.setString(++i, PgText.clean(reply.signature(), TEXT));
        statement.setBoolean(++i, automatic);
        i = bindFiles(connection, statement, i, parsed.attachments());
        i = bindKeys(connection, statement, i, mail.ids());
        statement.setString(++i, mail.tenant());
        statement.setObject(++i, timestamp(mail.receivedAt()));
        statement.setString(++i, mail.tenant());
        // Only what a person writes shows that the address lives; no contact has the empty address.
        statement.setString(++i, automatic ? "" : ContactRows.address(author.address()));
        statement.setObject(++i, timestamp(mail.receivedAt()));
        return i;
    }

    private static int bindFiles(
            Connection connection, PreparedStatement statement, int at, List<ParsedMail.Attachment> files)
            throws SQLException {
        int i = at;
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "text",
                        files.stream().map(f -> PgText.clean(f.name(), NAME)).toArray()));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "text",
                        files.stream()
                                .map(f -> PgText.clean(f.contentType(), NAME))
                                .toArray()));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "bigint",
                        files.stream().map(ParsedMail.Attachment::size).toArray()));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "bytea",
                        files.stream()
                                .map(f -> HexFormat.of().parseHex(f.sha256()))
                                .toArray(byte[][]::new)));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "boolean",
                        files.stream().map(ParsedMail.Attachment::inline).toArray()));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "text",
                        files.stream()
                                .map(f -> PgText.cleanOrNull(f.contentId(), ADDRESS))
                                .toArray()));
        return i;
    }

    private static int bindKeys(Connection connection, PreparedStatement statement, int at, ThreadIds ids)
            throws SQLException {
        List<ThreadId> all = ids.all();
        int i = at;
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "bytea", all.stream().map(id -> id.hash().bytes()).toArray(byte[][]::new)));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "text",
                        all.stream()
                                .map(id -> PgText.clean(id.value(), MESSAGE_ID))
                                .toArray()));
        statement.setArray(
                ++i,
                connection.createArrayOf(
                        "boolean", all.stream().map(id -> id.equals(ids.own())).toArray()));
        return i;
    }

    /** Who wrote it: From, else Sender (RFC 5322 §3.6.2), else nobody that we know of. */
    private static ParsedMail.Address author(ParsedMail mail) {
        ParsedMail.Address sender = mail.sender();
        if (!mail.from().isEmpty()) {
            return mail.from().getFirst();
        }
        return sender != null ? sender : new ParsedMail.Address("", "unknown");
    }

    private static String participants(ParsedMail mail) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        ParsedMail.Address sender = mail.sender();
        mail.from().forEach(a -> participant(all, "from", a));
        if (sender != null) {
            participant(all, "sender", sender);
        }
        mail.replyTo().forEach(a -> participant(all, "reply_to", a));
        mail.to().forEach(a -> participant(all, "to", a));
        mail.cc().forEach(a -> participant(all, "cc", a));
        return all.toString();
    }

    private static void participant(ArrayNode all, String role, ParsedMail.Address address) {
        if (all.size() < PARTICIPANTS) {
            all.addObject()
                    .put("role", role)
                    .put("name", PgText.clean(address.name(), NAME))
                    .put("address", PgText.clean(address.address(), ADDRESS));
        }
    }

    /** PostgreSQL knows years that Java does not print and the other way round; a date outside is a sender's joke. */
    static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        if (instant == null
                || instant.getEpochSecond() < -62_135_596_800L
                || instant.getEpochSecond() > 253_402_300_799L) {
            return null;
        }
        return instant.atOffset(ZoneOffset.UTC);
    }
}
