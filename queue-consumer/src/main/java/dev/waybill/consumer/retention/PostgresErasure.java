package dev.waybill.consumer.retention;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Walks over tickets, comments and the ledger by their keys: no index names a person, and none is kept for what is asked once a year.
 * A page is one short transaction.
 */
public final class PostgresErasure implements Erasure {
    private static final int PAGE = 5_000;

    private static final String TICKETS = """
        select id, tenant = ? and lower(requester_address) = ? as theirs from ticket where id > ? order by id limit ?
        """;

    private static final String ERASE_TICKETS = """
        update ticket set subject = '[erased]', requester_name = '', requester_address = '' where id = any(?::bigint[])
        """;

    private static final String FORGET_IDS =
            "update thread_key set message_id = '' where ticket_id = any(?::bigint[]) and message_id <> ''";

    private static final String COMMENTS_OF = """
        select id from comment where ticket_id = any(?::bigint[]) and erased_at is null
        """;

    private static final String COMMENTS = """
        select c.id, c.ticket_id, lower(c.author_address) = ? as wrote,
               exists (select from jsonb_array_elements(c.participants) p where lower(p ->> 'address') = ?) as named,
               t.tenant = ? and lower(t.requester_address) <> ? as ours
          from (select * from comment where id > ? order by id limit ?) c
          join ticket t on t.id = c.ticket_id
         order by c.id
        """;

    private static final String ERASE_COMMENTS = """
        update comment set subject = '[erased]', author_name = '', author_address = '', participants = '[]', text = '[erased]',
               html = null, visible = null, quoted = null, signature = null, erased_at = now()
         where id = any(?::bigint[])
        """;

    private static final String FORGET_NAME = """
        update comment set participants = (
          select coalesce(jsonb_agg(case when lower(p ->> 'address') = ? then p || '{"name": "", "address": ""}' else p end), '[]')
            from jsonb_array_elements(participants) p)
         where id = any(?::bigint[])
        """;

    private static final String ERASE_FILES = "delete from attachment where comment_id = any(?::bigint[])";

    private static final String FORGET_ORIGINALS = """
        update email_processed_messages m
           set original_gone_at = coalesce(m.original_gone_at, now()), rfc_message_id = null, decision = '{}'
          from comment c
         where c.id = any(?::bigint[]) and m.mailbox_id = c.mailbox_id and m.message_key = c.message_key
           and (m.original_gone_at is null or m.rfc_message_id is not null or m.decision <> '{}')
        """;

    private static final String LEDGER = """
        select mailbox_id::text as mailbox_id, message_key, tenant = ? and exists (
                 select from jsonb_array_elements(case when jsonb_typeof(decision -> 'recipients') = 'array'
                                                       then decision -> 'recipients' else '[]' end) r
                  where lower(r ->> 'address') = ?) as tells
          from email_processed_messages
         where (mailbox_id, message_key) > (?::uuid, ?)
         order by mailbox_id, message_key limit ?
        """;

    private static final String FORGET_REPORTS = """
        update email_processed_messages m
           set decision = decision - 'recipients' - 'original', original_gone_at = coalesce(original_gone_at, now())
          from unnest(?::text[], ?::text[]) k(mailbox_id, message_key)
         where m.mailbox_id = k.mailbox_id::uuid and m.message_key = k.message_key
        """;

    private static final String FORGET_CONTACT = "delete from contact where tenant = ? and address = ?";

    private static final String BEFORE_ALL_MAILBOXES = "00000000-0000-0000-0000-000000000000";

    private final Database database;

    public PostgresErasure(Database database) {
        this.database = database;
    }

    @Override
    public Step step(Person person, Place from, boolean dryRun) {
        return database.transaction("erasing a person's data", connection -> {
            Step step = switch (from) {
                case Place.Tickets tickets -> tickets(connection, person, tickets);
                case Place.Comments comments -> comments(connection, person, comments);
                case Place.Ledger ledger -> ledger(connection, person, ledger);
            };
            if (dryRun) {
                connection.rollback();
            }
            return step;
        });
    }

    private record Hit(long id, boolean theirs) {}

    private static Step tickets(Connection connection, Person person, Place.Tickets from) throws SQLException {
        List<Hit> page = Query.list(
                connection,
                TICKETS,
                row -> new Hit(row.getLong("id"), row.getBoolean("theirs")),
                person.tenant(),
                person.address(),
                from.behind(),
                PAGE);
        List<Long> theirs = page.stream().filter(Hit::theirs).map(Hit::id).toList();
        Erased erased = Erased.NOTHING;
        if (!theirs.isEmpty()) {
            int tickets = Query.update(connection, ERASE_TICKETS, theirs);
            Query.update(connection, FORGET_IDS, theirs);
            List<Long> comments = Query.list(connection, COMMENTS_OF, row -> row.getLong("id"), theirs);
            int originals = Query.update(connection, FORGET_ORIGINALS, comments);
            int files = Query.update(connection, ERASE_FILES, comments);
            Query.update(connection, ERASE_COMMENTS, comments);
            erased = new Erased(tickets, comments.size(), 0, files, originals, 0, 0);
        }
        Place next = page.size() == PAGE ? new Place.Tickets(page.getLast().id()) : new Place.Comments(0);
        return new Step(erased, Optional.of(next));
    }

    private record Said(long id, long ticket, boolean wrote, boolean named) {}

    /** What lies in the person's own tickets is done, or counted, already. */
    private static Step comments(Connection connection, Person person, Place.Comments from) throws SQLException {
        List<Said> page = Query.list(
                connection,
                COMMENTS,
                row -> new Said(
                        row.getLong("id"),
                        row.getLong("ticket_id"),
                        row.getBoolean("ours") && row.getBoolean("wrote"),
                        row.getBoolean("ours") && row.getBoolean("named")),
                person.address(),
                person.address(),
                person.tenant(),
                person.address(),
                from.behind(),
                PAGE);
        List<Long> wrote = page.stream().filter(Said::wrote).map(Said::id).toList();
        List<Long> named = page.stream()
                .filter(said -> said.named() && !said.wrote())
                .map(Said::id)
                .toList();
        List<Long> all = page.stream()
                .filter(said -> said.wrote() || said.named())
                .map(Said::id)
                .toList();
        Erased erased = Erased.NOTHING;
        if (!all.isEmpty()) {
            List<Long> tickets = page.stream()
                    .filter(Said::wrote)
                    .map(Said::ticket)
                    .distinct()
                    .toList();
            Query.update(connection, FORGET_IDS, tickets);
            int originals = Query.update(connection, FORGET_ORIGINALS, all);
            int files = Query.update(connection, ERASE_FILES, wrote);
            Query.update(connection, ERASE_COMMENTS, wrote);
            Query.update(connection, FORGET_NAME, person.address(), named);
            erased = new Erased(0, wrote.size(), named.size(), files, originals, 0, 0);
        }
        Place next = page.size() == PAGE
                ? new Place.Comments(page.getLast().id())
                : new Place.Ledger(BEFORE_ALL_MAILBOXES, "");
        return new Step(erased, Optional.of(next));
    }

    private record Told(String mailbox, String messageKey, boolean tells) {}

    /** The last pages; with the very last one goes the contact, so that an erasure that was broken off still finds it. */
    private static Step ledger(Connection connection, Person person, Place.Ledger from) throws SQLException {
        List<Told> page = Query.list(
                connection,
                LEDGER,
                row -> new Told(row.getString("mailbox_id"), row.getString("message_key"), row.getBoolean("tells")),
                person.tenant(),
                person.address(),
                from.mailbox(),
                from.messageKey(),
                PAGE);
        List<Told> reports = page.stream().filter(Told::tells).toList();
        if (!reports.isEmpty()) {
            Query.update(
                    connection,
                    FORGET_REPORTS,
                    reports.stream().map(Told::mailbox).toList(),
                    reports.stream().map(Told::messageKey).toList());
        }
        if (page.size() == PAGE) {
            Told last = page.getLast();
            return new Step(
                    new Erased(0, 0, 0, 0, 0, reports.size(), 0),
                    Optional.of(new Place.Ledger(last.mailbox(), last.messageKey())));
        }
        int contacts = Query.update(connection, FORGET_CONTACT, person.tenant(), person.address());
        return new Step(new Erased(0, 0, 0, 0, 0, reports.size(), contacts), Optional.empty());
    }
}
