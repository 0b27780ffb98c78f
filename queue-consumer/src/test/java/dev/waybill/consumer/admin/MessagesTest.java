package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static AdminDatabase database;

    private final UUID mailbox = UUID.randomUUID();
    private final Pointer pointer = new Pointer(mailbox, new Locator.Imap("INBOX", 7, 42), 1, "");
    private final InMemoryQueue queue = new InMemoryQueue();
    private MessagesResource messages;

    @BeforeAll
    static void connect() {
        database = AdminDatabase.fresh();
    }

    @BeforeEach
    void wire() {
        messages = new MessagesResource(
                new LedgerRows(database.database),
                queue.control(),
                queue.deadLetters(),
                new MailboxDirectory(new FakeRegistry()));
    }

    @Test
    void aSettledMailIsFoundByPointerMessageIdAndTicket() {
        // Given
        String messageId = "a/b+" + UUID.randomUUID() + "@example.com";
        long ticket = settled(messageId);

        // When
        List<MessagesResource.Trace> found = List.of(
                messages.byQuery(pointer.id().value()),
                messages.byQuery(messageId),
                messages.byPath("<" + messageId + ">"),
                messages.byPath("ticket:" + ticket));

        // Then
        assertThat(found).allSatisfy(trace -> {
            assertThat(trace.messages()).hasSize(1);
            MessagesResource.Message message = trace.messages().getFirst();
            assertThat(message.pointer()).isEqualTo(pointer.id().value());
            assertThat(message.place()).isNull();
            assertThat(message.ledger().ticket()).isEqualTo(ticket);
            assertThat(message.ledger().decision().path("thread").asText()).isEqualTo("new");
            assertThat(message.ledger().timeline())
                    .extracting(LedgerRowView.Step::event)
                    .containsExactly("enqueued", "claimed", "resolved", "processed");
        });
    }

    @Test
    void aMailThatStillWaitsIsFoundByItsPointer() {
        // Given
        queue.producer().enqueue(List.of(pointer), Priority.LIVE);

        // When
        MessagesResource.Trace trace = messages.byQuery(pointer.id().value());

        // Then
        assertThat(trace.messages().getFirst().place()).isEqualTo("waiting");
        assertThat(trace.messages().getFirst().ledger()).isNull();
    }

    @Test
    void aDeadMailShowsItsLetter() {
        // Given
        queue.producer().enqueue(List.of(pointer), Priority.LIVE);
        Claim.Taken taken = (Claim.Taken) queue.claims().claim(1, Duration.ofMinutes(1), "c1", true);
        queue.claims().deadLetter(taken.pointers().getFirst().receipt(), new Failure("parse_failed", "why"));
        database.ledger(mailbox, pointer.id().value(), "dead", "parse_failed", "none");

        // When
        MessagesResource.Message message =
                messages.byQuery(pointer.id().value()).messages().getFirst();

        // Then
        assertThat(message.place()).isEqualTo("dead");
        assertThat(message.deadLetter().detail()).isEqualTo("why");
        assertThat(message.ledger().outcome()).isEqualTo("dead");
    }

    @Test
    void whatIsUnknownOrNoIdIsRefused() {
        // When, Then
        assertThatThrownBy(() -> messages.byQuery("nobody@example.com"))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
        assertThatThrownBy(() -> messages.byQuery("ticket:999999"))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(404));
        for (String id : new String[] {null, "", " ", "ticket:", "ticket:1 or 1=1", "x".repeat(3_000)}) {
            assertThatThrownBy(() -> messages.byQuery(id))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.status()).isEqualTo(400));
        }
    }

    private long settled(String messageId) {
        database.sql("""
                insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, effect, pointer_id,
                   rfc_message_id, ticket_id, comment_id, enqueued_at, claimed_at, resolved_at, decision)
                values (?, 'imap:7:42:INBOX', 'default', 'imap', 'processed', 'ticket', ?, ?, nextval('ticket_id_seq'), 1, now(),
                   now(), now(), '{"thread": "new"}')
                """, mailbox, pointer.id().value(), messageId);
        return database.number("select ticket_id from email_processed_messages where rfc_message_id = ?", messageId);
    }
}
