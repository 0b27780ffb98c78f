package dev.waybill.consumer.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.waybill.consumer.admin.TicketView.Attachment;
import dev.waybill.consumer.admin.TicketView.Comment;
import dev.waybill.consumer.admin.TicketView.Line;
import dev.waybill.consumer.admin.TicketView.Person;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads tickets in pages, with bounded text. */
@Singleton
final class TicketReads {
    static final int COMMENTS = 100;
    static final int TEXT = 256 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE = """
        select t.id, t.tenant, t.mailbox_id, t.subject, t.requester_name, t.requester_address, t.status, t.created_at,
               t.updated_at, (select count(*) from comment c where c.ticket_id = t.id) as comments
          from ticket t
        """;
    private static final String PAGE = LINE + """
         where (?::text is null or t.tenant = ?::text)
           and (?::uuid is null or t.mailbox_id = ?::uuid)
           and (?::text is null or t.status = ?::text)
           and (?::timestamptz is null or (t.updated_at, t.id) < (?::timestamptz, ?::bigint))
         order by t.updated_at desc, t.id desc limit ?
        """;
    private static final String ONE = LINE + " where t.id = ?";
    private static final String OF_TICKET = """
        select c.id, c.opening, c.subject, c.author_name, c.author_address, c.participants, c.sent_at, c.received_at,
               c.created_at, left(c.text, ?) as text, left(c.html, ?) as html,
               left(coalesce(c.visible, c.text), ?) as visible, left(c.quoted, ?) as quoted, left(c.signature, ?) as signature,
               c.automatic,
               length(c.text) > ? or coalesce(length(c.html), 0) > ? as truncated,
               c.message_key, c.raw_sha256,
               (select p.pointer_id from email_processed_messages p
                 where p.mailbox_id = c.mailbox_id and p.message_key = c.message_key) as pointer
          from comment c where c.ticket_id = ? and c.id > ? order by c.id limit ?
        """;
    private static final String FILES = """
        select a.comment_id, a.id, a.name, a.content_type, a.size, a.sha256, a.inline, a.content_id
          from attachment a join comment c on c.id = a.comment_id
         where c.ticket_id = ? and c.id between ? and ? order by a.comment_id, a.position
        """;
    private static final String FILE = """
        select a.id, a.name, a.content_type, a.size, a.sha256, a.inline, a.content_id
          from attachment a join comment c on c.id = a.comment_id where c.ticket_id = ? and a.id = ?
        """;

    private final Database database;

    TicketReads(Database database) {
        this.database = database;
    }

    /** What a list asks for; null matches all. */
    record Wanted(
            @Nullable String tenant,
            @Nullable UUID mailbox,
            @Nullable String status,
            @Nullable Cursor after,
            int limit) {}

    /** The last ticket of the page before, as {@code <ISO instant>_<id>}. */
    record Cursor(Instant updatedAt, long id) {
        static Cursor of(Line line) {
            return new Cursor(line.updatedAt(), line.id());
        }

        @Override
        public String toString() {
            return updatedAt + "_" + id;
        }
    }

    List<Line> page(Wanted wanted) {
        Cursor after = wanted.after();
        String instant = after == null ? null : after.updatedAt().toString();
        return database.autocommit(
                "listing tickets",
                c -> Query.list(
                        c,
                        PAGE,
                        TicketReads::line,
                        wanted.tenant(),
                        wanted.tenant(),
                        wanted.mailbox(),
                        wanted.mailbox(),
                        wanted.status(),
                        wanted.status(),
                        instant,
                        instant,
                        after == null ? null : after.id(),
                        wanted.limit()));
    }

    Optional<Line> find(long ticket) {
        return database.autocommit("reading a ticket", c -> Query.list(c, ONE, TicketReads::line, ticket)).stream()
                .findFirst();
    }

    /** The comments behind {@code after}, at most {@link #COMMENTS}. */
    List<Comment> comments(long ticket, long after) {
        return database.autocommit("reading a ticket's mails", c -> {
            List<Comment> comments = Query.list(
                    c,
                    OF_TICKET,
                    TicketReads::comment,
                    TEXT,
                    TEXT,
                    TEXT,
                    TEXT,
                    TEXT,
                    TEXT,
                    TEXT,
                    ticket,
                    after,
                    COMMENTS);
            if (comments.isEmpty()) {
                return comments;
            }
            Map<Long, List<Attachment>> files = files(
                    c, ticket, comments.getFirst().id(), comments.getLast().id());
            return comments.stream()
                    .map(comment -> comment.with(files.getOrDefault(comment.id(), List.of())))
                    .toList();
        });
    }

    Optional<Attachment> attachment(long ticket, long attachment) {
        return database
                .autocommit("reading an attachment", c -> Query.list(c, FILE, TicketReads::file, ticket, attachment))
                .stream()
                .findFirst();
    }

    private static Map<Long, List<Attachment>> files(Connection connection, long ticket, long first, long last)
            throws SQLException {
        Map<Long, List<Attachment>> files = new HashMap<>();
        Query.list(connection, FILES, row -> Map.entry(row.getLong("comment_id"), file(row)), ticket, first, last)
                .forEach(e -> files.computeIfAbsent(e.getKey(), id -> new ArrayList<>())
                        .add(e.getValue()));
        return files;
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getLong("id"),
                row.getString("tenant"),
                row.getObject("mailbox_id", UUID.class),
                row.getString("subject"),
                new Person(row.getString("requester_name"), row.getString("requester_address")),
                row.getString("status"),
                present(row, "created_at"),
                present(row, "updated_at"),
                row.getLong("comments"));
    }

    private static Comment comment(ResultSet row) throws SQLException {
        return new Comment(
                row.getLong("id"),
                row.getBoolean("opening"),
                row.getString("subject"),
                new Person(row.getString("author_name"), row.getString("author_address")),
                json(row.getString("participants")),
                Query.instant(row, "sent_at"),
                Query.instant(row, "received_at"),
                present(row, "created_at"),
                row.getString("text"),
                row.getString("html"),
                row.getString("visible"),
                orEmpty(row.getString("quoted")),
                orEmpty(row.getString("signature")),
                row.getBoolean("automatic"),
                row.getBoolean("truncated"),
                row.getString("message_key"),
                row.getString("pointer"),
                HexFormat.of().formatHex(row.getBytes("raw_sha256")),
                List.of());
    }

    private static Attachment file(ResultSet row) throws SQLException {
        return new Attachment(
                row.getLong("id"),
                row.getString("name"),
                row.getString("content_type"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                row.getBoolean("inline"),
                row.getString("content_id"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Instant present(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(Query.instant(row, column), column);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
