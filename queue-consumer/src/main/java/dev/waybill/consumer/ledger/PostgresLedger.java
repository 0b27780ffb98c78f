package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.BlobRows;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.ticket.ContactRows;
import dev.waybill.consumer.ticket.Course;
import dev.waybill.consumer.ticket.Placement;
import dev.waybill.consumer.ticket.ThreadIds;
import dev.waybill.consumer.ticket.TicketRows;
import dev.waybill.message.reading.MailKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The ledger in PostgreSQL.
 *
 * <p>A transaction first takes advisory locks, in ascending order: on the mail's key, its content, its Message-ID and all that it
 * refers to. Under READ COMMITTED every statement behind that sees what the holders before committed. So two consumers with one mail
 * meet at the key, a reply meets its parent at the parent's id, and the last one sees all that the others did. The primary key is the
 * judge in the end: a row that was not written undoes everything.
 */
public final class PostgresLedger implements ProcessedLedger {
    private static final String KNOWN = """
        select k.mailbox_id, k.message_key
        from unnest((select ?::uuid[]), (select ?::text[])) k(mailbox_id, message_key)
        cross join lateral (
          select p.outcome from email_processed_messages p
          where p.mailbox_id = k.mailbox_id and p.message_key = k.message_key limit 1) p
        where p.outcome <> 'dead'
        """;

    /** What is owed to the mailbox, with the effects: a crash between the commit and the change leaves this row. */
    private static final String OWE = """
        insert into owed_change (mailbox_id, message_key, tenant) values (?, ?, ?)
        on conflict (mailbox_id, message_key) do nothing
        """;

    private final Database database;
    private final Predicate<UUID> changesMailbox;

    /** {@code changesMailbox}: whether a mailbox wants its mails changed after their processing. */
    public PostgresLedger(Database database, Predicate<UUID> changesMailbox) {
        this.database = database;
        this.changesMailbox = changesMailbox;
    }

    public PostgresLedger(Database database) {
        this(database, mailbox -> false);
    }

    @Override
    public Set<Key> known(Collection<Key> keys) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        return database.autocommit("asking the ledger what is known", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", keys.stream().map(Key::mailbox).toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "text", keys.stream().map(Key::messageKey).toArray()));
                Set<Key> known = new HashSet<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        known.add(new Key(rows.getObject(1, UUID.class), rows.getString(2)));
                    }
                }
                return known;
            }
        });
    }

    @Override
    public Recorded record(ProcessedMail mail) {
        ThreadIds ids = ThreadIds.of(mail.parsed());
        Optional<Recorded> recorded =
                database.transaction("recording pointer " + mail.passage().pointer(), connection -> {
                    Optional<Recorded> written = recordIn(connection, mail, ids);
                    if (written.isEmpty()) {
                        connection.rollback();
                    }
                    return written;
                });
        return recorded.orElseGet(Recorded.AlreadyKnown::new);
    }

    /** Empty when another transaction was first; then nothing of this one may stay, its original neither. */
    private Optional<Recorded> recordIn(Connection connection, ProcessedMail mail, ThreadIds ids) throws SQLException {
        Passage passage = mail.passage();
        Standing standing = Standing.behindLocks(connection, mail, ids);
        if (standing.key()) {
            return Optional.empty();
        }
        if (standing.content()) {
            LedgerRow row =
                    LedgerRow.skipped(passage, "duplicate_content", Map.of()).withRaw(mail);
            if (!write(connection, mail, row)) {
                return Optional.empty();
            }
            owe(connection, passage);
            return Optional.of(new Recorded.SameContent());
        }
        Optional<Recorded> recorded = switch (mail.course()) {
            case Course.Skip skip -> {
                LedgerRow row =
                        LedgerRow.skipped(passage, skip.reason(), Map.of()).withRaw(mail);
                yield write(connection, mail, row)
                        ? Optional.of(new Recorded.Skipped(skip.reason()))
                        : Optional.empty();
            }
            case Course.Report report -> report(connection, mail, report);
            case Course.OnlyComment only -> converse(connection, mail, ids, standing, Optional.of(only));
            case Course.Converse converse -> converse(connection, mail, ids, standing, Optional.empty());
        };
        if (recorded.isPresent() && !(recorded.get() instanceof Recorded.Skipped)) {
            owe(connection, passage);
        }
        return recorded;
    }

    /** Records what a report tells, against the ticket of the mail that it is about. */
    private static Optional<Recorded> report(Connection connection, ProcessedMail mail, Course.Report report)
            throws SQLException {
        Passage passage = mail.passage();
        Optional<Placement.Known> about =
                TicketRows.known(connection, passage.mailbox(), mail.reading().originalMessageId());
        LedgerRow row = LedgerRow.noted(
                mail,
                report.effect(),
                report.reason(),
                about.map(Placement.Known::ticket).orElse(null));
        if (!write(connection, mail, row)) {
            return Optional.empty();
        }
        if (mail.reading().kind() == MailKind.BOUNCE) {
            ContactRows.flag(
                    connection,
                    new ContactRows.Told(
                            passage.tenant(), passage.mailbox(), passage.key().value(), mail.receivedAt()),
                    mail.reading().bounces());
        }
        return Optional.of(new Recorded.Noted(report.effect()));
    }

    private static Optional<Recorded> converse(
            Connection connection,
            ProcessedMail mail,
            ThreadIds ids,
            Standing standing,
            Optional<Course.OnlyComment> only)
            throws SQLException {
        Placement placement = Placement.of(ids, standing.ids());
        if (only.isPresent() && placement instanceof Placement.NewTicket) {
            LedgerRow row = LedgerRow.noted(mail, "none", only.get().otherwise(), null);
            return write(connection, mail, row) ? Optional.of(new Recorded.Noted("none")) : Optional.empty();
        }
        return Effects.write(
                        connection,
                        mail.original(),
                        ticketMail(mail, ids),
                        placement,
                        LedgerRow.processed(mail, placement))
                .map(added -> switch (placement) {
                    case Placement.NewTicket fresh -> new Recorded.Opened(added.ticket(), added.comment());
                    case Placement.Joins joins -> new Recorded.Joined(added.ticket(), added.comment());
                });
    }

    /** A mail that goes to no ticket: its original and its row. */
    private static boolean write(Connection connection, ProcessedMail mail, LedgerRow row) throws SQLException {
        BlobRows.store(connection, mail.original());
        return row.write(connection);
    }

    private void owe(Connection connection, Passage passage) throws SQLException {
        if (!changesMailbox.test(passage.mailbox())) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(OWE)) {
            statement.setObject(1, passage.mailbox());
            statement.setString(2, passage.key().value());
            statement.setString(3, passage.tenant());
            statement.executeUpdate();
        }
    }

    private static TicketRows.Mail ticketMail(ProcessedMail mail, ThreadIds ids) {
        Passage passage = mail.passage();
        return new TicketRows.Mail(
                passage.tenant(),
                passage.mailbox(),
                passage.key().value(),
                mail.parsed(),
                mail.reading(),
                ids,
                mail.receivedAt(),
                mail.raw().hash());
    }

    @Override
    public boolean skip(Passage passage, String reason, Map<String, String> facts) {
        return database.autocommit(
                "skipping pointer " + passage.pointer(),
                connection -> LedgerRow.skipped(passage, reason, facts).write(connection));
    }
}
