package dev.waybill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Holds;
import dev.waybill.queue.Locator;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueControl;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The consumer on a real Redis, PostgreSQL and mail server. */
@QuarkusTest
@QuarkusTestResource(value = ConsumerServers.class, restrictToAnnotatedClass = true)
class ConsumerStoryTest {
    @Inject
    MailboxRegistry registry;

    @Inject
    MailboxHealthLog health;

    @Inject
    PointerQueue queue;

    @Inject
    QueueControl control;

    @Inject
    Holds holds;

    @Inject
    DeadLetters dead;

    @Inject
    BlobStore blobs;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    MeterRegistry meters;

    private Rows rows;

    @BeforeEach
    void ready() {
        rows = new Rows(dataSource);
        Await.until(
                "the tables are there",
                () -> rows.all("select 1 from email_processed_messages limit 0").isEmpty());
    }

    private void enqueue(Pointer... pointers) {
        queue.enqueue(List.of(pointers), Priority.LIVE);
    }

    /** The ledger's word on a pointer: outcome, reason, effect. */
    private String settled(Pointer pointer) {
        Await.until(
                "the ledger knows " + pointer.locator(), () -> !ledger(pointer).isEmpty());
        return ledger(pointer).getFirst();
    }

    private List<String> ledger(Pointer pointer) {
        return rows.all(
                "select outcome, reason, effect from email_processed_messages where outcome <> 'dead' and pointer_id = '"
                        + pointer.id() + "'");
    }

    @Test
    void aMailBecomesATicketAndItsReplyAComment() {
        // Given
        Inbox inbox = Inbox.connect(registry);
        Pointer question = inbox.receive(Inbox.mail("Message-ID: <q@x>\r\nSubject: The printer smokes\r\n", "Help!"));
        Pointer answer = inbox.receive(Inbox.mail(
                "Message-ID: <a@x>\r\nIn-Reply-To: <q@x>\r\nSubject: Re: The printer smokes\r\n", "It burns now."));

        // When
        enqueue(question, answer);

        // Then
        assertThat(List.of(settled(question), settled(answer)))
                .containsExactlyInAnyOrder("processed||ticket", "processed||comment");
        assertThat(rows.all("select requester_address from ticket where mailbox_id = '" + inbox.id() + "'"))
                .containsExactly("ann@example.org");
        assertThat(rows.all("select rtrim(text, E'\\r\\n') from comment where mailbox_id = '" + inbox.id()
                        + "' order by message_key"))
                .containsExactlyInAnyOrder("Help!", "It burns now.");
        assertThat(rows.all("select distinct trace_id from email_processed_messages where mailbox_id = '" + inbox.id()
                        + "'"))
                .containsExactly("0af7651916cd43dd8448eb211c80319c");
        Await.until("nothing is in flight", () -> control.mailbox(inbox.id()).inFlight() == 0);
    }

    @Test
    void eachKindOfMailHasItsEffect() {
        // Given
        Inbox inbox = Inbox.connect(registry);
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
        Inbox inbox = Inbox.connect(registry);
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
    void anAttachmentAndTheRawMailAreKept() throws Exception {
        // Given
        Inbox inbox = Inbox.connect(registry);
        byte[] file = new byte[400_000];
        Arrays.fill(file, (byte) 'A');
        String base64 = java.util.Base64.getMimeEncoder().encodeToString(file);
        String mail = "From: ann@example.org\r\nSubject: with a file\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee there\r\n"
                + "--b\r\nContent-Type: application/octet-stream; name=plan.bin\r\nContent-Disposition: attachment; filename=plan.bin\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n" + base64 + "\r\n--b--\r\n";
        Pointer pointer = inbox.receive(mail);

        // When
        enqueue(pointer);

        // Then
        assertThat(settled(pointer)).isEqualTo("processed||ticket");
        List<String> kept = Arrays.asList(
                rows.all("select a.name, a.size, encode(a.sha256, 'hex'), encode(c.raw_sha256, 'hex') from attachment a"
                                + " join comment c on c.id = a.comment_id where c.mailbox_id = '" + inbox.id() + "'")
                        .getFirst()
                        .split("\\|", -1));
        assertThat(kept.get(0)).isEqualTo("plan.bin");
        try (InputStream stored = blobs.open(new ContentHash(kept.get(2))).orElseThrow();
                InputStream raw = blobs.open(new ContentHash(kept.get(3))).orElseThrow()) {
            assertThat(stored.readAllBytes()).isEqualTo(file);
            assertThat(raw.readAllBytes()).isEqualTo(mail.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void manyMailsOfOneFolderAreAllThere() {
        // Given
        Inbox inbox = Inbox.connect(registry);
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            pointers.add(
                    inbox.receive(Inbox.mail("Message-ID: <" + i + "@many>\r\nSubject: " + i + "\r\n", "mail " + i)));
        }

        // When
        queue.enqueue(pointers, Priority.LIVE);

        // Then
        Await.until(
                "all are tickets",
                () -> rows.all("select count(*) from ticket where mailbox_id = '" + inbox.id() + "'")
                        .contains("300"));
        Await.until(
                "nothing is left",
                () -> control.places(pointers.stream().map(Pointer::id).toList())
                        .isEmpty());
    }

    @Test
    void whatTheServerDoesNotHaveIsSkipped() throws Exception {
        // Given
        Inbox inbox = Inbox.connect(registry);
        Pointer expunged = inbox.receive(Inbox.mail("Subject: going\r\n", "x"));
        inbox.expungeAll();
        Pointer stays = inbox.receive(Inbox.mail("Subject: staying\r\n", "x"));

        // When
        enqueue(expunged, stays);

        // Then
        assertThat(settled(expunged)).isEqualTo("skipped|source_unavailable:message_not_found|none");
        assertThat(settled(stays)).isEqualTo("processed||ticket");
    }

    @Test
    void aFolderThatWasMadeAnewIsAnotherFolder() {
        // Given
        Inbox inbox = Inbox.connect(registry);
        inbox.createFolder("Box");
        Pointer before = inbox.receive("Box", Inbox.mail("Subject: before\r\n", "x"));
        inbox.recreateFolder("Box");
        Pointer after = inbox.receive("Box", Inbox.mail("Subject: after\r\n", "y"));

        // When
        enqueue(before, after);

        // Then
        assertThat(settled(before)).isEqualTo("skipped|source_unavailable:uidvalidity_changed|none");
        assertThat(settled(after)).isEqualTo("processed||ticket");
    }

    @Test
    void aMailThatIsTooLargeIsSkippedAndItsNeighbourIsNot() {
        // Given
        Inbox inbox = Inbox.connect(registry);
        Pointer large = inbox.receive(Inbox.mail("Subject: large\r\n", "0123456789\r\n".repeat(200_000)));
        Pointer small = inbox.receive(Inbox.mail("Subject: small\r\n", "x"));

        // When
        enqueue(large, small);

        // Then
        assertThat(settled(large)).isEqualTo("skipped|too_large|none");
        assertThat(settled(small)).isEqualTo("processed||ticket");
    }

    @Test
    void badMailsAreTicketsAndBlockNobody() {
        // Given
        Inbox inbox = Inbox.connect(registry);
        List<Pointer> odd = List.of(
                inbox.receive("no mail at all"),
                inbox.receive("Subject: no sender\r\n\r\nx\r\n"),
                inbox.receive(
                        "From: a@b\r\nSubject: unknown charset\r\nContent-Type: text/plain; charset=klingon\r\n\r\nx\r\n"),
                inbox.receive("From: a@b\r\nSubject: NUL\0s\r\n\r\nin \0 here\r\n"),
                inbox.receive(Inbox.mail("Subject: good\r\n", "x")));

        // When
        queue.enqueue(odd, Priority.LIVE);

        // Then
        assertThat(odd).allSatisfy(p -> assertThat(settled(p)).isEqualTo("processed||ticket"));
    }

    @Test
    void aWrongPasswordHoldsItsMailboxAndNobodyElses() {
        // Given
        Inbox locked = Inbox.connect(registry, "wrong");
        Inbox open = Inbox.connect(registry);
        Pointer waits = locked.receive(Inbox.mail("Subject: waits\r\n", "x"));
        Pointer goes = open.receive(Inbox.mail("Subject: goes\r\n", "x"));

        // When
        enqueue(waits, goes);

        // Then
        assertThat(settled(goes)).isEqualTo("processed||ticket");
        Await.until("the mailbox is held", () -> isHeld(locked.id()));
        Await.until(
                "its state says so",
                () -> health.find(locked.id())
                        .map(MailboxHealth::state)
                        .filter(MailboxState.AUTH_FAILED::equals)
                        .isPresent());
        MailboxHealth state = health.find(locked.id()).orElseThrow();
        assertThat(state.lastError()).contains("check user name and password");
        assertThat(state.nextTry()).isPresent();
        Await.until("its pointer waits", () -> control.mailbox(locked.id()).waiting() == 1);
        assertThat(ledger(waits)).isEmpty();
    }

    @Test
    void aPausedMailboxWaitsAndGoesOnWhenResumed() {
        // Given
        Inbox inbox = Inbox.connect(registry);
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
        Inbox inbox = Inbox.connect(registry);
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
        Inbox inbox = Inbox.connect(registry);
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

    @Test
    void theSameMailInTwoFoldersHasEffectsOnce() {
        // Given
        Inbox inbox = Inbox.connect(registry);
        inbox.createFolder("Copy");
        String mail = Inbox.mail("Message-ID: <copy@x>\r\nSubject: copied\r\n", "x");
        Pointer first = inbox.receive(mail);
        enqueue(first);
        settled(first);

        // When
        Pointer copy = inbox.receive("Copy", mail);
        enqueue(copy);

        // Then
        assertThat(settled(copy)).isEqualTo("skipped|duplicate_content|none");
        assertThat(HexFormat.of()
                        .parseHex(rows.all(
                                        "select encode(raw_sha256, 'hex') from email_processed_messages where pointer_id = '"
                                                + copy.id() + "'")
                                .getFirst()))
                .hasSize(32);
    }

    private boolean isHeld(UUID mailbox) {
        return holds.held().stream().anyMatch(h -> h.mailbox().equals(MailboxKey.of(mailbox)));
    }
}
