package dev.waybill.ingress.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.ingress.FakeRegistryCopy;
import dev.waybill.ingress.push.Channels;
import dev.waybill.ingress.push.LastPushes;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GoogleIntakeTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final String ADDRESS = "help@acme.example";

    private final InMemoryQueue queue = new InMemoryQueue();
    private final List<Notice> noticed = new ArrayList<>();
    private final FakeRegistryCopy registry = new FakeRegistryCopy();
    private final GmailAddresses addresses = new GmailAddresses();
    private final Channels channels = new Channels();
    private final LastPushes lastPushes = new LastPushes(channels, () -> NOW);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GoogleIntake intake = new GoogleIntake(
            registry,
            addresses,
            channels.copy,
            notices -> {
                noticed.addAll(notices);
                return queue.producer()
                        .enqueue(
                                notices.stream()
                                        .map(notice -> new Pointer(notice.mailbox(), notice.locator(), 0, ""))
                                        .toList(),
                                Priority.LIVE);
            },
            lastPushes,
            new PushMetrics(meters));

    private UUID connect(String tenant, String address, String user) {
        UUID id = registry.connect(tenant, address, false, new Connection.Gmail(user));
        addresses.changed(registry.find(id).orElseThrow());
        return id;
    }

    private double counted(String outcome) {
        var counter = meters.find("waybill.push.notifications")
                .tag("provider", "gmail")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void pushesOfOneMailboxCoalesceIntoOnePointer() {
        // Given
        UUID mailbox = connect("default", ADDRESS, ADDRESS);

        // When
        assertThat(intake.take(new GmailPush.Changed("Help@ACME.example", "900")))
                .isTrue();
        assertThat(intake.take(new GmailPush.Changed(ADDRESS, "1000"))).isTrue();
        assertThat(intake.take(new GmailPush.Changed(ADDRESS, "950"))).isTrue();

        // Then
        assertThat(queue.control().mailbox(mailbox).waiting()).isEqualTo(1);
        assertThat(counted("queued")).isEqualTo(1);
        assertThat(counted("coalesced")).isEqualTo(2);
        assertThat(noticed).contains(new Notice(mailbox, new Locator.GmailHistory("1000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "18446744073709551615"})
    void historyIdOfAnotherMailboxIsAHintLikeAnyOther(String foreign) {
        // Given
        UUID mailbox = connect("default", ADDRESS, ADDRESS);

        // When
        boolean taken = intake.take(new GmailPush.Changed(ADDRESS, foreign));
        boolean genuine = intake.take(new GmailPush.Changed(ADDRESS, "1000"));

        // Then
        assertThat(taken && genuine).isTrue();
        assertThat(queue.control().mailbox(mailbox).waiting()).isEqualTo(1);
        assertThat(noticed).allMatch(notice -> notice.locator().isDiscovery());
    }

    @Test
    void mailboxThatChangesIsKnownAtEveryMoment() throws Exception {
        // Given
        UUID id = connect("default", ADDRESS, ADDRESS);
        Mailbox mailbox = registry.find(id).orElseThrow();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch looking = new CountDownLatch(1_000);
        CompletableFuture<Integer> missed = CompletableFuture.supplyAsync(() -> {
            int unknown = 0;
            while (!over.get()) {
                unknown += addresses.find(ADDRESS).isEmpty() ? 1 : 0;
                looking.countDown();
            }
            return unknown;
        });
        assertThat(looking.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        for (int i = 0; i < 100_000; i++) {
            addresses.changed(mailbox);
        }
        over.set(true);

        // Then
        assertThat(missed.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void mailboxThatGotAnotherUserIsFoundByThatOne() {
        // Given
        UUID id = connect("default", ADDRESS, "old@acme.example");
        Mailbox before = registry.find(id).orElseThrow();

        // When
        addresses.changed(new Mailbox(
                id,
                before.tenant(),
                ADDRESS,
                new Connection.Gmail("new@acme.example"),
                before.folders(),
                before.startAt(),
                false,
                before.afterProcessing(),
                before.version() + 1));

        // Then
        assertThat(addresses.find("new@acme.example")).containsExactly(id);
        assertThat(addresses.find("old@acme.example")).isEmpty();
    }

    @Test
    void addressIsTheUsersAndNotTheOneThatPeopleSee() {
        // Given
        UUID mailbox = connect("default", "support@acme.example", "real@acme.example");

        // When
        intake.take(new GmailPush.Changed("real@acme.example", "1"));
        intake.take(new GmailPush.Changed("support@acme.example", "1"));

        // Then
        assertThat(noticed).extracting(Notice::mailbox).containsExactly(mailbox);
        assertThat(counted("unknown_mailbox")).isEqualTo(1);
    }

    @Test
    void everyTenantThatConnectedTheAddressIsTold() {
        // Given
        UUID one = connect("acme", ADDRESS, ADDRESS);
        UUID two = connect("berg", ADDRESS, ADDRESS);

        // When
        intake.take(new GmailPush.Changed(ADDRESS, "7"));

        // Then
        assertThat(noticed).extracting(Notice::mailbox).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void imapMailboxOfTheSameAddressIsNone() {
        // Given
        UUID imap = registry.connect("default", ADDRESS);
        addresses.changed(registry.find(imap).orElseThrow());

        // When
        boolean taken = intake.take(new GmailPush.Changed(ADDRESS, "7"));

        // Then
        assertThat(taken).isTrue();
        assertThat(noticed).isEmpty();
    }

    @Test
    void removedMailboxIsUnknown() {
        // Given
        addresses.removed(connect("default", ADDRESS, ADDRESS));

        // When
        boolean taken = intake.take(new GmailPush.Changed(ADDRESS, "7"));

        // Then
        assertThat(taken).isTrue();
        assertThat(noticed).isEmpty();
    }

    @Test
    void malformedMessageIsDoneWithAndCounted() {
        assertThat(intake.take(new GmailPush.Malformed())).isTrue();
        assertThat(counted("malformed")).isEqualTo(1);
    }

    @Test
    void messageComesAgainThatRedisDidNotTake() {
        // Given
        UUID mailbox = connect("default", ADDRESS, ADDRESS);
        channels.subscribe(mailbox, "", "");
        GmailPush push = new GmailPush.Changed(ADDRESS, "7");

        // When
        queue.failWith(new QueueFullException("enqueue", new RuntimeException()));
        boolean full = intake.take(push);
        queue.failWith(new QueueUnavailableException("enqueue", "no connection"));
        boolean down = intake.take(push);
        lastPushes.flush();
        boolean silent = channels.pushed.isEmpty();
        queue.failWith(null);
        boolean back = intake.take(push);
        lastPushes.flush();

        // Then
        assertThat(List.of(full, down, silent, back)).containsExactly(false, false, true, true);
        assertThat(channels.pushed).isEqualTo(Map.of(channels.idOf(mailbox), NOW));
    }

    @Test
    void nothingIsTakenBeforeTheMailboxesAreKnown() {
        // Given
        registry.loaded = false;

        // Then
        assertThat(intake.take(new GmailPush.Changed(ADDRESS, "7"))).isFalse();
    }
}
