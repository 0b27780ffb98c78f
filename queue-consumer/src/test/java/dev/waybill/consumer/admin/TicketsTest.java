package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static AdminDatabase database;

    private final UUID mailbox = UUID.randomUUID();
    private TicketsResource tickets;

    @BeforeAll
    static void connect() {
        database = AdminDatabase.fresh();
    }

    @BeforeEach
    void wire() {
        database.sql("truncate ticket, email_processed_messages restart identity cascade");
        tickets = new TicketsResource(new TicketReads(database.database), new MailboxDirectory(new FakeRegistry()));
    }

    @Test
    void aTicketIsShownWithItsMailsAndFiles() {
        // Given
        long ticket = ticket("default", "Printer", Instant.parse("2026-01-01T00:00:00Z"));
        long opening = comment(ticket, "one", "It burns", "<p>It burns</p>");
        long reply = comment(ticket, "two", "Still", null);
        attachment(reply, 1, "a.txt");
        attachment(reply, 0, "b.txt");
        database.ledger(mailbox, "AAAAAAAAAAbbbbbbbbbbbb", "processed", "", "ticket");
        database.sql("update email_processed_messages set message_key = 'one'");

        // When
        TicketView.Whole shown = tickets.show(Long.toString(ticket), null);

        // Then
        assertThat(shown.subject()).isEqualTo("Printer");
        assertThat(shown.next()).isNull();
        assertThat(shown.comments()).extracting(TicketView.Comment::id).containsExactly(opening, reply);
        assertThat(shown.comments().getFirst().pointer()).isEqualTo("AAAAAAAAAAbbbbbbbbbbbb");
        assertThat(shown.comments().getFirst().html()).isEqualTo("<p>It burns</p>");
        assertThat(shown.comments()
                        .getFirst()
                        .participants()
                        .get(0)
                        .path("address")
                        .asText())
                .isEqualTo("help@example.com");
        assertThat(shown.comments().getLast().attachments())
                .extracting(TicketView.Attachment::name)
                .containsExactly("b.txt", "a.txt");
        assertThat(shown.comments().getLast().attachments().getFirst().sha256()).hasSize(64);
    }

    @Test
    void longTextIsCutAndSaysSo() {
        // Given
        long ticket = ticket("default", "Long", Instant.now());
        comment(ticket, "one", "x".repeat(TicketReads.TEXT + 1), null);
        comment(ticket, "two", "x".repeat(TicketReads.TEXT), "short");

        // When
        TicketView.Whole shown = tickets.show(Long.toString(ticket), null);

        // Then
        assertThat(shown.comments().getFirst().text()).hasSize(TicketReads.TEXT);
        assertThat(shown.comments()).extracting(TicketView.Comment::truncated).containsExactly(true, false);
    }

    @Test
    void manyMailsComeInPages() {
        // Given
        long ticket = ticket("default", "Many", Instant.now());
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < TicketReads.COMMENTS + 1; i++) {
            ids.add(comment(ticket, "key " + i, "text", null));
        }

        // When
        TicketView.Whole first = tickets.show(Long.toString(ticket), null);
        TicketView.Whole second = tickets.show(Long.toString(ticket), String.valueOf(first.next()));

        // Then
        assertThat(first.comments()).hasSize(TicketReads.COMMENTS);
        assertThat(second.comments()).extracting(TicketView.Comment::id).containsExactly(ids.getLast());
        assertThat(second.next()).isNull();
    }

    @Test
    void listsPageByLastChangeThroughEqualMoments() {
        // Given
        Instant same = Instant.parse("2026-01-01T00:00:00.123456Z");
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(ticket("default", "t" + i, same));
        }

        // When
        TicketView.Page first = tickets.list(null, null, null, "2", null);
        TicketView.Page second = tickets.list(null, null, null, "2", first.next());
        TicketView.Page third = tickets.list(null, null, null, "2", second.next());

        // Then
        assertThat(List.of(first, second, third))
                .flatExtracting(TicketView.Page::tickets)
                .extracting(TicketView.Line::id)
                .containsExactlyElementsOf(ids);
        assertThat(third.next()).isNull();
    }

    @Test
    void filtersPickTheirOwn() {
        // Given
        ticket("acme", "theirs", Instant.now());
        long closed = ticket("default", "closed", Instant.now());
        database.sql("update ticket set status = 'closed' where id = ?", closed);

        // When, Then
        assertThat(subjects(tickets.list("acme", null, null, null, null))).containsExactly("theirs");
        assertThat(subjects(tickets.list(null, null, "closed", null, null))).containsExactly("closed");
        assertThat(subjects(tickets.list("acme", null, "closed", null, null))).isEmpty();
        assertThatThrownBy(() -> tickets.list(null, null, "lost", null, null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> tickets.list(null, null, null, "5000", null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> tickets.list(null, null, null, null, "x_y")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> tickets.list(null, "nobody@example.com", null, null, null))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
    }

    @Test
    void whatIsNoTicketIsSaidToBeNone() {
        // When, Then
        assertThatThrownBy(() -> tickets.show("77", null))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
        assertThatThrownBy(() -> tickets.show("seven", null))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(400));
    }

    @Test
    void namesOfFilesCannotEscapeTheirHeader() {
        // When
        String header = Downloads.disposition("r\u00e9sum\u00e9 \"x\"\r\nSet-Cookie: a=b.pdf");

        // Then
        assertThat(header)
                .isEqualTo("attachment; filename=\"r_sum_ _x___Set-Cookie_ a_b.pdf\"; "
                        + "filename*=UTF-8''r%C3%A9sum%C3%A9%20%22x%22%0D%0ASet-Cookie%3A%20a%3Db.pdf");
    }

    private static List<String> subjects(TicketView.Page page) {
        return page.tickets().stream().map(TicketView.Line::subject).toList();
    }

    private long ticket(String tenant, String subject, Instant updated) {
        return database.number("""
                insert into ticket (tenant, mailbox_id, subject, requester_name, requester_address, updated_at)
                values (?, ?, ?, 'Ann', 'ann@example.com', ?) returning id
                """, tenant, mailbox, subject, updated);
    }

    private long comment(long ticket, String key, String text, String html) {
        return database.number("""
                insert into comment (ticket_id, mailbox_id, message_key, opening, subject, author_name, author_address, participants,
                                     text, html, raw_sha256)
                values (?, ?, ?, false, 'subject', 'Ann', 'ann@example.com',
                        '[{"role": "to", "name": "", "address": "help@example.com"}]', ?, ?, sha256('x')) returning id
                """, ticket, mailbox, key, text, html);
    }

    private void attachment(long comment, int position, String name) {
        database.sql("""
                insert into attachment (comment_id, position, name, content_type, size, sha256, inline)
                values (?, ?, ?, 'text/plain', 3, sha256('abc'), false)
                """, comment, position, name);
    }
}
