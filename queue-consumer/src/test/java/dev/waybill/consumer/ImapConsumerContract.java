package dev.waybill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.ContentHash;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.Holds;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueControl;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the consumer does with the mails of any IMAP server; on a real Redis and PostgreSQL. */
abstract class ImapConsumerContract {
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
    BlobStore blobs;

    @Inject
    AgroalDataSource dataSource;

    Rows rows;

    @BeforeEach
    void ready() {
        rows = new Rows(dataSource);
        Await.until(
                "the tables are there",
                () -> rows.all("select 1 from email_processed_messages limit 0").isEmpty());
    }

    void enqueue(Pointer... pointers) {
        queue.enqueue(List.of(pointers), Priority.LIVE);
    }

    /** The ledger's word on a pointer: outcome, reason, effect. */
    String settled(Pointer pointer) {
        Await.until(
                "the ledger knows " + pointer.locator(), () -> !ledger(pointer).isEmpty());
        return ledger(pointer).getFirst();
    }

    List<String> ledger(Pointer pointer) {
        return rows.all(
                "select outcome, reason, effect from email_processed_messages where outcome <> 'dead' and pointer_id ="
                        + " '"
                        + pointer.id() + "'");
    }

    abstract TestImap imap();

    boolean isHeld(UUID mailbox) {
        return holds.held().stream().anyMatch(h -> h.mailbox().equals(MailboxKey.of(mailbox)));
    }

    @Test
    void aMailBecomesATicketAndItsReplyAComment() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
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
    void anAttachmentAndTheRawMailAreKept() throws Exception {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
        byte[] file = new byte[400_000];
        Arrays.fill(file, (byte) 'A');
        String base64 = java.util.Base64.getMimeEncoder().encodeToString(file);
        String mail = "From: ann@example.org\r\n"
                + "Subject: with a file\r\n"
                + "MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n"
                + "Content-Type: text/plain\r\n\r\n"
                + "see there\r\n"
                + "--b\r\n"
                + "Content-Type: application/octet-stream; name=plan.bin\r\n"
                + "Content-Disposition: attachment; filename=plan.bin\r\n"
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
        Inbox inbox = Inbox.connect(registry, imap());
        List<Pointer> pointers = inbox.receive(
                "INBOX",
                IntStream.range(0, 300)
                        .mapToObj(
                                i -> Inbox.mail("Message-ID: <" + i + "@many>\r\nSubject: " + i + "\r\n", "mail " + i))
                        .toList());

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
    void whatTheServerDoesNotHaveIsSkipped() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
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
        Inbox inbox = Inbox.connect(registry, imap());
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
        Inbox inbox = Inbox.connect(registry, imap());
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
        Inbox inbox = Inbox.connect(registry, imap());
        List<Pointer> odd = List.of(
                inbox.receive("no mail at all"),
                inbox.receive("Subject: no sender\r\n\r\nx\r\n"),
                inbox.receive("""
                    From: a@b\r
                    Subject: unknown charset\r
                    Content-Type: text/plain; charset=klingon\r
                    \r
                    x\r
                    """),
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
        Inbox locked = Inbox.connect(registry, imap(), "wrong");
        Inbox open = Inbox.connect(registry, imap());
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
        Await.until(
                "its pointer waits", () -> control.places(List.of(waits.id())).get(waits.id()) == Place.WAITING);
        assertThat(ledger(waits)).isEmpty();
    }

    @Test
    void theSameMailInTwoFoldersHasEffectsOnce() {
        // Given
        Inbox inbox = Inbox.connect(registry, imap());
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
                        .parseHex(rows.all("select encode(raw_sha256, 'hex') from email_processed_messages where"
                                        + " pointer_id = '"
                                        + copy.id() + "'")
                                .getFirst()))
                .hasSize(32);
    }
}
