package dev.waybill.mailbox.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.http.Fault;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GmailMail.Arrival;
import dev.waybill.mailbox.GmailMail.History;
import dev.waybill.mailbox.GmailWatches;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SdkGmailMailTest {
    private final GmailUnderTest gmail = new GmailUnderTest();
    private final Mailbox mailbox = gmail.mailbox();

    @AfterEach
    void stop() {
        gmail.close();
    }

    @Test
    void mailIsReadByteByByteAsItWasDelivered() throws Exception {
        // Given
        byte[] raw = new byte[500_001];
        new Random(11).nextBytes(raw);
        Instant received = Instant.parse("2026-11-20T10:11:12.345Z");
        String id = gmail.box.deliver(raw, received, "INBOX", "UNREAD");

        // When
        byte[] read;
        GmailMail.Facts facts;
        try (GmailMail.RawMail mail = gmail.mail.open(mailbox, id, 1_000_000).orElseThrow()) {
            read = mail.content().readAllBytes();
            facts = mail.facts();
        }

        // Then
        assertThat(read).isEqualTo(raw);
        assertThat(facts.receivedAt()).contains(received);
        assertThat(facts.labels()).containsExactlyInAnyOrder("INBOX", "UNREAD");
    }

    @Test
    void mailIsReadNoFurtherThanAllowed() {
        // Given
        String id = gmail.box.deliver(new byte[300_000]);

        // Then
        assertThatThrownBy(() -> read(id, 100_000)).isInstanceOf(TooLargeException.class);
    }

    @Test
    void mailThatBreaksOffIsNotTakenForAWholeOne() {
        // Given
        String id = gmail.box.deliver(new byte[300_000]);
        gmail.simulator.failNext(GmailUnderTest.ADDRESS, new Fault.Cut());

        // Then
        assertThatThrownBy(() -> read(id, 1_000_000)).isInstanceOf(IOException.class);
    }

    @Test
    void mailThatIsGoneIsNoFailure() throws Exception {
        // Given
        String id = gmail.box.deliver(new byte[30]);
        gmail.box.delete(id);

        // Then
        assertThat(gmail.mail.open(mailbox, id, 1_000)).isEmpty();
        assertThat(gmail.mail.change(mailbox, id, new AfterProcessing.MarkSeen()))
                .isFalse();
    }

    @Test
    void historyTellsWhatCameAndWhatWasLabelled() throws Exception {
        // Given
        gmail.box.addLabel("Label_7");
        String old = gmail.box.deliver(new byte[10], "CATEGORY_UPDATES");
        BigInteger start = gmail.mail.historyId(mailbox);
        String came = gmail.box.deliver(new byte[10]);
        gmail.box.addLabels(old, "Label_7");
        gmail.box.emptyPagesFirst(2);

        // When
        List<Arrival> arrivals = new ArrayList<>();
        Optional<String> next = Optional.empty();
        BigInteger upTo;
        do {
            History.Page page = (History.Page) gmail.mail.history(mailbox, start, next);
            arrivals.addAll(page.arrivals());
            next = page.next();
            upTo = page.upTo();
        } while (next.isPresent());

        // Then
        assertThat(arrivals)
                .containsExactly(
                        new Arrival(came, Set.of("INBOX", "UNREAD"), Set.of("INBOX", "UNREAD")),
                        new Arrival(old, Set.of("CATEGORY_UPDATES", "Label_7"), Set.of("Label_7")));
        assertThat(upTo).isEqualTo(gmail.mail.historyId(mailbox)).isGreaterThan(start);
    }

    @Test
    void forgottenHistoryIsTold() throws Exception {
        // Given
        BigInteger start = gmail.mail.historyId(mailbox);
        gmail.box.deliver(new byte[10]);
        gmail.box.expireHistory();

        // Then
        assertThat(gmail.mail.history(mailbox, start, Optional.empty())).isEqualTo(new History.Forgotten());
    }

    @Test
    void labelIsListedFromATimeOn() throws Exception {
        // Given
        Instant start = Instant.parse("2026-11-01T00:00:00Z");
        gmail.box.deliver(new byte[10], start.minusSeconds(1), "INBOX");
        List<String> delivered = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            delivered.add(gmail.box.deliver(new byte[10], start.plusSeconds(i), "INBOX"));
        }
        gmail.box.deliver(new byte[10], start.plusSeconds(5), "INBOX", "SPAM");

        // When
        List<String> listed = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            GmailMail.Page page = gmail.mail.list(mailbox, "INBOX", start, next);
            listed.addAll(page.messageIds());
            next = page.next();
        } while (next.isPresent());

        // Then
        assertThat(listed).containsExactlyInAnyOrderElementsOf(delivered);
    }

    @ParameterizedTest
    @CsvSource({
        "503, backendError, '', TRANSIENT, server_error",
        "503, backendError, 7, THROTTLED, throttled",
        "429, rateLimitExceeded, 7, THROTTLED, throttled",
        "403, userRateLimitExceeded, '', THROTTLED, throttled",
        "403, insufficientPermissions, '', CREDENTIAL, access_denied",
        "403, domainPolicy, '', CREDENTIAL, access_denied",
        "403, accessNotConfigured, '', CREDENTIAL, access_denied",
        "400, failedPrecondition, '', CREDENTIAL, mailbox_not_enabled",
        "400, invalidArgument, '', TRANSIENT, invalid_request",
        "500, backendError, '', TRANSIENT, server_error",
        "401, authError, '', CREDENTIAL, token_rejected"
    })
    void refusalIsClassedByItsReason(
            int status, String code, String retryAfter, FailureClass failureClass, String reason) {
        // Given
        String id = gmail.box.deliver(new byte[10]);
        gmail.simulator.failNext(GmailUnderTest.ADDRESS, new Fault.Answer(status, code, retryAfter));

        // When
        MailboxAccessException e =
                catchThrowableOfType(MailboxAccessException.class, () -> gmail.mail.open(mailbox, id, 1_000));

        // Then
        assertThat(e.failureClass()).isEqualTo(failureClass);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.retryAfter())
                .isEqualTo(retryAfter.isEmpty() ? Optional.empty() : Optional.of(Duration.ofSeconds(7)));
        assertThat(e.getMessage()).doesNotContain("A fault that was asked for");
    }

    @Test
    void quotaOfTheDayIsWaitedForLonger() {
        // Given
        gmail.simulator.failNext(GmailUnderTest.ADDRESS, new Fault.Answer(403, "dailyLimitExceeded", ""));

        // When
        MailboxAccessException e =
                catchThrowableOfType(MailboxAccessException.class, () -> gmail.mail.historyId(mailbox));

        // Then
        assertThat(e.reason()).isEqualTo("over_quota");
        assertThat(e.retryAfter()).contains(Duration.ofHours(1));
    }

    @Test
    void mailboxOfSomebodyElseIsRefused() {
        // Given
        gmail.simulator.mailbox("other@example.org");

        // When
        MailboxAccessException e = catchThrowableOfType(
                MailboxAccessException.class,
                () -> gmail.mail.historyId(GmailUnderTest.mailboxOf("other@example.org")));

        // Then
        assertThat(e.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
    }

    @Test
    void withdrawnTokenIsReplacedOnce() throws Exception {
        // Given
        gmail.mail.historyId(mailbox);
        gmail.tokenClock.step(Duration.ofMinutes(2));
        gmail.tokenServer.directory().forgetAccessTokens();

        // Then
        assertThat(gmail.mail.historyId(mailbox)).isPositive();
        assertThat(gmail.tokenServer.asked()).hasSize(2);
    }

    @Test
    void labelsAreFoundByNameAndUnknownOnesAreSaid() throws Exception {
        // Given
        gmail.box.addLabel("Support");

        // Then
        assertThat(gmail.mail.label(mailbox, "support")).isEqualTo("Support");
        assertThat(gmail.mail.label(mailbox, "inbox")).isEqualTo("INBOX");
        MailboxAccessException e =
                catchThrowableOfType(MailboxAccessException.class, () -> gmail.mail.label(mailbox, "Nowhere"));
        assertThat(e.reason()).isEqualTo("folder_not_found");
    }

    @Test
    void deletedMailLiesInTheTrashAndMovedMailUnderItsLabel() throws Exception {
        // Given
        gmail.box.addLabel("Done");
        String moved = gmail.box.deliver(new byte[10]);
        String deleted = gmail.box.deliver(new byte[10]);

        // When
        for (int twice = 0; twice < 2; twice++) {
            gmail.mail.change(mailbox, moved, new AfterProcessing.Move("Done"));
            gmail.mail.change(mailbox, moved, new AfterProcessing.MarkSeen());
            gmail.mail.change(mailbox, deleted, new AfterProcessing.Delete());
        }

        // Then
        assertThat(labels(moved)).containsExactly("Done");
        assertThat(labels(deleted)).containsExactlyInAnyOrder("TRASH", "UNREAD");
    }

    @Test
    void watchLastsSevenDaysAndStopEndsIt() throws Exception {
        // When
        GmailWatches.Watch watch = gmail.watches.watch(mailbox, GmailSimulator.TOPIC, List.of("INBOX"));

        // Then
        assertThat(gmail.simulator.isWatched(GmailUnderTest.ADDRESS)).isTrue();
        assertThat(watch.expires()).isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(watch.historyId()).isEqualTo(gmail.mail.historyId(mailbox));

        // When
        gmail.watches.stop(mailbox);

        // Then
        assertThat(gmail.simulator.isWatched(GmailUnderTest.ADDRESS)).isFalse();
    }

    private Set<String> labels(String id) throws Exception {
        try (GmailMail.RawMail mail = gmail.mail.open(mailbox, id, 1_000).orElseThrow()) {
            mail.content().readAllBytes();
            return mail.facts().labels();
        }
    }

    private byte[] read(String id, long most) throws Exception {
        try (GmailMail.RawMail mail = gmail.mail.open(mailbox, id, most).orElseThrow()) {
            return mail.content().readAllBytes();
        }
    }
}
