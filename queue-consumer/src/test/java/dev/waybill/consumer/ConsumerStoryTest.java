package dev.waybill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The consumer on a real Redis, PostgreSQL and GreenMail. */
@QuarkusTest
@QuarkusTestResource(value = ConsumerServers.class, restrictToAnnotatedClass = true)
class ConsumerStoryTest extends ImapConsumerContract {
    @Inject
    DeadLetters dead;

    @Inject
    MeterRegistry meters;

    @Override
    TestImap imap() {
        return ConsumerServers.mail();
    }

    @Test
    void eachKindOfMailHasItsEffect() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
        String question = inbox.id() + "@example.org";
        Pointer first = inbox.receive(Inbox.mail("Message-ID: <" + question + ">\r\nSubject: Printer\r\n", "Help!"));
        Pointer forward = inbox.receive(KindMails.forward());
        Pointer japanese = inbox.receive(KindMails.fixture("iso-2022-jp"));
        Pointer outlook = inbox.receive(KindMails.fixture("winmail"));
        enqueue(first, forward, japanese, outlook);
        settled(first);

        // When
        Pointer between = inbox.receive(KindMails.interleaved(question));
        Pointer absent = inbox.receive(KindMails.autoReply(question));
        Pointer bounce = inbox.receive(KindMails.bounce(question, "gone@" + inbox.id() + ".example"));
        Pointer loop = inbox.receive(KindMails.answering("From: a@example.org\r\nX-Loop: waybill-story\r\n"));
        Pointer own = inbox.receive(KindMails.answering("From: Desk <answers@example.com>\r\n"));
        enqueue(between, absent, bounce, loop, own);

        // Then
        assertThat(List.of(forward, japanese, outlook))
                .allSatisfy(p -> assertThat(settled(p)).isEqualTo("processed||ticket"));
        assertThat(settled(between)).isEqualTo("processed||comment");
        assertThat(settled(absent)).isEqualTo("processed||comment");
        assertThat(settled(bounce)).isEqualTo("processed|user_unknown|bounce");
        assertThat(settled(loop)).isEqualTo("skipped|loop|none");
        assertThat(settled(own)).isEqualTo("skipped|own_message|none");
        assertThat(shown(between, "visible")).contains("Yes, it is.", "Red.").doesNotContain("-- ");
        assertThat(shown(between, "signature")).contains("Ann");
        assertThat(shown(absent, "automatic")).isEqualTo("t");
        assertThat(shown(forward, "visible")).contains("Please have a look.", "The amount is wrong.");
        assertThat(shown(japanese, "subject || ': ' || text")).startsWith("件名テスト: お世話になっております。");
        assertThat(shown(outlook, "text")).contains("Only here: grüße");
        assertThat(rows.all("select a.name from attachment a join comment c on c.id = a.comment_id"
                        + " where c.author_address = 'outlook@example.org' and c.mailbox_id = '" + inbox.id()
                        + "' order by a.position"))
                .containsExactly("Report für 2024.pdf", "winmail.dat");
        assertThat(rows.all("select reason, status from contact where bouncing_since is not null and address = 'gone@"
                        + inbox.id() + ".example'"))
                .containsExactly("user_unknown|5.1.1");
        assertThat(rows.all("select count(*) from ticket where mailbox_id = '" + inbox.id() + "'"))
                .containsExactly("4");
    }

    /** What the comment that a mail became has in a column. */
    private String shown(Pointer pointer, String column) {
        return rows.all("select " + column + " from comment join email_processed_messages m"
                        + " using (mailbox_id, message_key) where m.pointer_id = '" + pointer.id() + "'")
                .getFirst();
    }

    @Test
    void thePointerOfAKnownMailIsAcknowledgedWithoutASecondRow() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
        Pointer pointer = inbox.receive(Inbox.mail("Subject: once\r\n", "x"));
        enqueue(pointer);
        settled(pointer);
        double before = duplicates();

        // When
        Await.until(
                "it is acknowledged",
                () -> control.places(List.of(pointer.id())).isEmpty());
        enqueue(pointer);

        // Then
        Await.until("the duplicate is counted", () -> duplicates() == before + 1);
        assertThat(rows.all("select count(*) from comment where mailbox_id = '" + inbox.id() + "'"))
                .containsExactly("1");
    }

    private double duplicates() {
        return meters.counter("waybill.messages", "provider", "imap", "outcome", "skipped", "reason", "duplicate")
                .count();
    }

    @Test
    void aPausedMailboxWaitsAndGoesOnWhenResumed() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
        registry.setPaused(inbox.id(), true);
        Pointer pointer = inbox.receive(Inbox.mail("Subject: later\r\n", "x"));

        // When
        enqueue(pointer);
        Await.until("it is held", () -> isHeld(inbox.id()));
        boolean waited = ledger(pointer).isEmpty();
        registry.setPaused(inbox.id(), false);

        // Then
        assertThat(waited).isTrue();
        assertThat(settled(pointer)).isEqualTo("processed||ticket");
    }

    @Test
    void aRemovedMailboxIsSaidSoAndAnUnknownOneIsNot() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
        Pointer removed = inbox.receive(Inbox.mail("Subject: too late\r\n", "x"));
        registry.remove(inbox.id());
        Pointer unknown = new Pointer(UUID.randomUUID(), new Locator.Imap("INBOX", 1, 1), 1, "");

        // When
        enqueue(removed, unknown);

        // Then
        assertThat(settled(removed)).isEqualTo("skipped|source_unavailable:mailbox_removed|none");
        Await.until(
                "the unknown one waits",
                () -> control.mailbox(unknown.mailbox()).delayed() == 1);
        assertThat(ledger(unknown)).isEmpty();
    }

    @Test
    void pointersOfLaterProvidersAreDeferredAndNotLost() {
        // Given
        UUID mailbox = UUID.randomUUID();
        Pointer history = new Pointer(mailbox, new Locator.GmailHistory("42"), 1, "");

        // When
        enqueue(history);

        // Then
        Await.until("it waits", () -> control.mailbox(mailbox).delayed() == 1);
        assertThat(dead.show(history.id())).isEmpty();
    }

    @Test
    void poisonEndsInTheDlqWithItsRowAndItsNeighboursGoOn() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
        Pointer poison = inbox.receive(Inbox.mail("X-Poison: exception\r\nSubject: poison\r\n", "x"));
        Pointer deep = inbox.receive(Inbox.mail("X-Poison: recursion\r\nSubject: poison\r\n", "x"));
        Pointer good = inbox.receive(Inbox.mail("Subject: good\r\n", "x"));

        // When
        enqueue(poison, deep, good);

        // Then
        assertThat(settled(good)).isEqualTo("processed||ticket");
        Await.until(
                "both are dead",
                () -> dead.show(poison.id()).isPresent() && dead.show(deep.id()).isPresent());
        DeadLetter letter = dead.show(poison.id()).orElseThrow();
        assertThat(letter.attempts()).isEqualTo(5);
        assertThat(letter.reason()).isEqualTo("processing_failed");
        assertThat(letter.detail()).contains("IllegalStateException").doesNotContain("secret");
        Await.until(
                "both have their rows",
                () -> rows.all("select outcome, reason from email_processed_messages where mailbox_id = '" + inbox.id()
                                + "' and outcome = 'dead'")
                        .equals(List.of("dead|processing_failed", "dead|processing_failed")));
    }
}
