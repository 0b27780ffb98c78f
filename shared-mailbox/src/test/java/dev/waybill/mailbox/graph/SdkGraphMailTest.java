package dev.waybill.mailbox.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.http.Fault;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SdkGraphMailTest {
    private final GraphUnderTest graph = new GraphUnderTest();

    @AfterEach
    void stop() {
        graph.close();
    }

    @Test
    void mailIsFoundByItsImmutableIdWhereverItWasMoved() throws Exception {
        // Given
        byte[] raw = GraphUnderTest.raw("moved");
        String id = graph.box.deliver(raw);
        graph.box.move(id, "archive");

        // When
        Optional<GraphMail.Item> found = graph.mail.find(graph.mailbox, id);
        byte[] read = read(id, 1_000_000);

        // Then
        assertThat(found).isPresent();
        assertThat(found.get().id()).isEqualTo(id);
        assertThat(found.get().size()).hasValue(raw.length);
        assertThat(found.get().receivedAt()).isAfter(Instant.now().minusSeconds(60));
        assertThat(read).isEqualTo(raw);
    }

    @Test
    void changingIdIsTranslated() throws Exception {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("one"));

        // Then
        assertThat(graph.mail.immutableId(graph.mailbox, "A".repeat(60))).isEmpty();
        assertThat(graph.mail.find(graph.mailbox, id)).isPresent();
    }

    @Test
    void mailThatIsGoneIsNoFailure() throws Exception {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("gone"));
        graph.box.delete(id);

        // Then
        assertThat(graph.mail.find(graph.mailbox, id)).isEmpty();
        assertThat(graph.mail.open(graph.mailbox, id, 1_000)).isEmpty();
        assertThat(graph.mail.change(graph.mailbox, id, new AfterProcessing.MarkSeen()))
                .isFalse();
    }

    @Test
    void mailIsReadNoFurtherThanAllowed() {
        // Given
        String id = graph.box.deliver(new byte[300_000]);

        // Then
        assertThatThrownBy(() -> read(id, 100_000)).isInstanceOf(TooLargeException.class);
    }

    @Test
    void mailThatBreaksOffIsNotTakenForAWholeOne() {
        // Given
        String id = graph.box.deliver(new byte[300_000]);
        graph.simulator.failNext(GraphUnderTest.ADDRESS, new Fault.Cut());

        // Then
        assertThatThrownBy(() -> read(id, 1_000_000)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "503, ErrorServerBusy, '', TRANSIENT, server_error",
        "503, ErrorServerBusy, 7, THROTTLED, throttled",
        "429, ApplicationThrottled, 7, THROTTLED, throttled",
        "429, ApplicationThrottled, '', THROTTLED, throttled",
        "500, UnknownError, '', TRANSIENT, server_error",
        "403, ErrorAccessDenied, '', CREDENTIAL, access_denied",
        "404, MailboxNotEnabledForRESTAPI, '', CREDENTIAL, mailbox_not_enabled",
        "404, ErrorInvalidUser, '', CREDENTIAL, mailbox_not_found",
        "400, ErrorInvalidIdMalformed, '', PERMANENT, invalid_id",
        "413, ErrorMessageSizeExceeded, '', PERMANENT, too_large",
        "423, ResourceLocked, '', TRANSIENT, mailbox_busy",
        "507, ErrorQuotaExceeded, '', TRANSIENT, server_error",
        "404, somethingNew, '', TRANSIENT, server_error",
        "401, InvalidAuthenticationToken, '', CREDENTIAL, token_rejected"
    })
    void refusalIsClassedByItsCode(
            int status, String code, String retryAfter, FailureClass failureClass, String reason) {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("one"));
        graph.simulator.failNext(GraphUnderTest.ADDRESS, new Fault.Answer(status, code, retryAfter));

        // When
        MailboxAccessException e =
                catchThrowableOfType(MailboxAccessException.class, () -> graph.mail.find(graph.mailbox, id));

        // Then
        assertThat(e.failureClass()).isEqualTo(failureClass);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.retryAfter())
                .isEqualTo(retryAfter.isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(7)));
        assertThat(e.getMessage()).doesNotContain("A fault that was asked for");
    }

    @Test
    void withdrawnTokenIsReplacedOnce() throws Exception {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("one"));
        graph.mail.find(graph.mailbox, id);
        graph.tokenClock.step(Duration.ofMinutes(2));
        graph.tokenServer.directory().forgetAccessTokens();

        // Then
        assertThat(graph.mail.find(graph.mailbox, id)).isPresent();
        assertThat(graph.tokenServer.asked()).hasSize(2);
    }

    @Test
    void silentServerIsGivenUp() {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("one"));
        graph.simulator.failNext(GraphUnderTest.ADDRESS, new Fault.Delay(Duration.ofSeconds(30)));

        // When
        MailboxAccessException e =
                catchThrowableOfType(MailboxAccessException.class, () -> graph.mail.find(graph.mailbox, id));

        // Then
        assertThat(e.reason()).isEqualTo("timeout");
        assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    }

    @Test
    void interruptEndsACall() throws Exception {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("one"));
        graph.mail.find(graph.mailbox, id);
        graph.simulator.failNext(GraphUnderTest.ADDRESS, new Fault.Delay(Duration.ofMillis(600)));
        AtomicReference<Object> seen = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);

        // When
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                seen.set(graph.mail.find(graph.mailbox, id));
            } catch (MailboxAccessException e) {
                seen.set(e);
            }
            done.countDown();
        });
        caller.interrupt();
        done.await();

        // Then
        assertThat(seen.get()).isInstanceOf(MailboxAccessException.class);
    }

    @Test
    void folderIsListedPageByPageOldestFirst() throws Exception {
        // Given
        Instant start = Instant.parse("2026-11-01T00:00:00Z");
        List<String> delivered = new ArrayList<>();
        for (int i = 0; i < 1_203; i++) {
            delivered.add(graph.box.deliver(GraphUnderTest.raw("m" + i), "inbox", start.plusSeconds(i)));
        }
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "INBOX");

        // When
        List<String> listed = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            GraphMail.Page page = graph.mail.list(graph.mailbox, inbox, start.plusSeconds(3), next);
            page.messages().forEach(m -> listed.add(m.id()));
            next = page.next();
        } while (next.isPresent());

        // Then
        assertThat(listed).isEqualTo(delivered.subList(3, delivered.size()));
    }

    @Test
    void deltaTellsEverythingPageByPageAndThenWhatCame() throws Exception {
        // Given
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "inbox");
        Set<String> delivered = new HashSet<>();
        for (int i = 0; i < 1_003; i++) {
            delivered.add(graph.box.deliver(GraphUnderTest.raw("mail " + i)));
        }
        String elsewhere = graph.box.deliver(GraphUnderTest.raw("elsewhere"), "archive", Instant.EPOCH);

        // When
        Changed first = changes(inbox, Optional.empty());
        String came = graph.box.deliver(GraphUnderTest.raw("new"));
        graph.box.move(elsewhere, "inbox");
        graph.box.delete(delivered.iterator().next());
        Changed second = changes(inbox, Optional.of(first.upTo()));

        // Then
        assertThat(first.pages()).isEqualTo(2);
        assertThat(first.ids()).containsExactlyInAnyOrderElementsOf(delivered);
        assertThat(second.ids()).containsExactlyInAnyOrder(came, elsewhere);
        assertThat(changes(inbox, Optional.of(second.upTo())).ids()).isEmpty();
    }

    private record Changed(List<String> ids, int pages, String upTo) {}

    private Changed changes(GraphMail.Folder folder, Optional<String> link) throws Exception {
        List<String> ids = new ArrayList<>();
        Optional<String> at = link;
        for (int pages = 1; ; pages++) {
            var page = (GraphMail.Changes.Page) graph.mail.changes(graph.mailbox, folder, at);
            page.messages().forEach(m -> ids.add(m.id()));
            if (page.upTo().isPresent()) {
                return new Changed(ids, pages, page.upTo().get());
            }
            at = page.next();
        }
    }

    @Test
    void deltaLinkThatExchangeHasForgottenIsToldFromAnError() throws Exception {
        // Given
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "inbox");
        Changed first = changes(inbox, Optional.empty());
        graph.simulator.expireDeltaTokens();

        // Then
        assertThat(graph.mail.changes(graph.mailbox, inbox, Optional.of(first.upTo())))
                .isInstanceOf(GraphMail.Changes.Forgotten.class);
    }

    @Test
    void linkToAnotherHostIsNotFollowed() throws Exception {
        // Given
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "inbox");

        // When
        MailboxAccessException e = catchThrowableOfType(
                MailboxAccessException.class,
                () -> graph.mail.list(
                        graph.mailbox,
                        inbox,
                        Instant.EPOCH,
                        Optional.of(
                                "http://localhost:" + graph.simulator.baseUrl().getPort() + "/v1.0/users/x/messages")));

        // Then
        assertThat(e.reason()).isEqualTo("server_error");
        assertThat(e.getMessage()).contains("localhost", "not the configured server");
    }

    @Test
    void unknownFolderIsSaid() {
        // When
        MailboxAccessException e =
                catchThrowableOfType(MailboxAccessException.class, () -> graph.mail.folder(graph.mailbox, "Support"));

        // Then
        assertThat(e.reason()).isEqualTo("folder_not_found");
        assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    }

    @Test
    void changeMadeTwiceIsTheSame() throws Exception {
        // Given
        String id = graph.box.deliver(GraphUnderTest.raw("one"));
        String bin = graph.mail.folder(graph.mailbox, "deleteditems").id();
        AfterProcessing delete = new AfterProcessing.Delete();

        // When
        boolean first = graph.mail.change(graph.mailbox, id, delete);
        boolean second = graph.mail.change(graph.mailbox, id, delete);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isTrue();
        assertThat(graph.mail.find(graph.mailbox, id).orElseThrow().folderId()).isEqualTo(bin);
        assertThat(graph.mail.change(graph.mailbox, id, new AfterProcessing.MarkSeen()))
                .isTrue();
        assertThat(graph.mail.change(graph.mailbox, id, new AfterProcessing.Move("Archive")))
                .isTrue();
    }

    private byte[] read(String id, long most) throws Exception {
        try (InputStream content = graph.mail.open(graph.mailbox, id, most).orElseThrow()) {
            return content.readAllBytes();
        }
    }
}
