package dev.waybill.consumer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.token.TokenAnswer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claims;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxesTest {
    private static final String HELP = """
        {"address": "help@example.com", "imap": {"host": "127.0.0.1", "security": "none"}, "password": "x"}
        """;

    private final List<Examination.Step> found = new ArrayList<>();
    private final FakeRegistry registry = new FakeRegistry();
    private final FakeHealth health = new FakeHealth();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final StepPace pace = new StepPace(Instant.EPOCH);
    private final MailboxDirectory directory = new MailboxDirectory(registry);
    private final Examinations examinations = new Examinations(
            (subject, tokens) -> new Examination(found),
            mailbox -> new Secret.Password("x"),
            AccessTokens.none(),
            grant -> new TokenAnswer("at", Duration.ofHours(1), Optional.empty()));
    private final FakeComparisons comparisons = new FakeComparisons();
    private final ReconcileDesk desk =
            new ReconcileDesk(queue.producer(), queue.control(), comparisons, comparisons, pace);
    private final MailboxesResource mailboxes =
            new MailboxesResource(registry, directory, health, new HostPolicy(true), examinations, pace);

    @Test
    void anAddedMailboxIsListedWithoutItsSecret() {
        // When
        Response response = mailboxes.add(body(HELP), null, null);

        // Then
        assertThat(response.getStatus()).isEqualTo(201);
        List<MailboxView> listed = mailboxes.list();
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().address()).isEqualTo("help@example.com");
        assertThat(listed.getFirst().state()).isEqualTo("active");
        assertThat(listed.getFirst().toString()).doesNotContain("password");
    }

    @Test
    void aMailboxThatDoesNotPassItsTestIsNotAdded() {
        // Given
        found.add(new Examination.Step("login", Examination.Mark.FAILED, "the server refused the password", 3));

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> mailboxes.add(body(HELP), null, "true"));

        // Then
        assertThat(refusal.status()).isEqualTo(422);
        assertThat(refusal)
                .hasMessage(
                        "help@example.com was not connected: the step 'login' failed: the server refused the password");
        assertThat(mailboxes.list()).isEmpty();
    }

    @Test
    void aMailboxThatPassesItsTestIsAdded() {
        // When
        Response response = mailboxes.add(body(HELP), null, "true");

        // Then
        assertThat(response.getStatus()).isEqualTo(201);
    }

    @Test
    void aDryRunAddsNothingButRefusesWhatWouldBeRefused() {
        // When
        Response would = mailboxes.add(body(HELP), "true", null);
        List<MailboxView> before = mailboxes.list();
        mailboxes.add(body(HELP), null, null);

        // Then
        assertThat(((Change) would.getEntity()).message()).startsWith("would connect help@example.com");
        assertThat(before).isEmpty();
        assertThat(catchThrowableOfType(Refusal.class, () -> mailboxes.add(body(HELP), "true", null))
                        .status())
                .isEqualTo(409);
        assertThat(catchThrowableOfType(Refusal.class, () -> mailboxes.add(body(HELP), null, null))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aHostInTheOperatorsOwnNetworkIsRefused() {
        // Given
        MailboxesResource strict =
                new MailboxesResource(registry, directory, health, new HostPolicy(false), examinations, pace);

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> strict.add(body(HELP), "true", null));

        // Then
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.problem().fields())
                .singleElement()
                .satisfies(f -> assertThat(f.field()).isEqualTo("imap.host"));
    }

    @Test
    void aBodyThatIsNotOneIsRefusedWithWhereItBroke() {
        // When, Then
        assertThatThrownBy(() -> mailboxes.add(body("{\"address\":\n oops"), null, null))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> mailboxes.add(body("[]"), null, null)).hasMessageContaining("JSON object");
        assertThatThrownBy(() -> mailboxes.add(body(""), null, null)).hasMessageContaining("JSON object");
        assertThatThrownBy(() -> mailboxes.add(body(" ".repeat(300_000)), null, null))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(413));
    }

    @Test
    void pauseHoldsTheLaneUntilResume() {
        // Given
        mailboxes.add(body(HELP), null, null);
        Mailbox help = directory.find("help@example.com");
        queue.producer()
                .enqueue(List.of(new Pointer(help.id(), new Locator.Imap("INBOX", 7, 1), 1, "")), Priority.LIVE);

        // When
        Change would = mailbox().pause("help@example.com", "");
        boolean heldByDryRun = queue.control().mailbox(help.id()).held();
        Change paused = mailbox().pause("help@example.com", null);
        Change again = mailbox().pause("HELP@example.com", null);
        Claim whilePaused = claim();
        Change resumed = mailbox().resume(help.id().toString(), null);

        // Then
        assertThat(comparisons.due()).containsExactly(help.id() + " resumed");
        assertThat(would.message()).startsWith("would pause");
        assertThat(heldByDryRun).isFalse();
        assertThat(paused.changed()).isTrue();
        assertThat(again.changed()).isFalse();
        assertThat(whilePaused).isNotInstanceOf(Claim.Taken.class);
        assertThat(resumed.changed()).isTrue();
        assertThat(directory.find("help@example.com").paused()).isFalse();
        assertThat(claim()).isInstanceOf(Claim.Taken.class);
        assertThat(mailbox().resume("help@example.com", null).changed()).isFalse();
    }

    @Test
    void aPersonsPauseStandsOverWhatAServiceSaw() {
        // Given
        mailboxes.add(body(HELP), null, null);
        Mailbox help = directory.find("help@example.com");
        health.record(help.id(), MailboxState.UNREACHABLE, "no answer", Optional.of(Instant.EPOCH));

        // When
        String before = mailboxes.list().getFirst().state();
        mailbox().pause("help@example.com", null);

        // Then
        assertThat(before).isEqualTo("unreachable");
        assertThat(mailboxes.list().getFirst().state()).isEqualTo("paused");
        assertThat(mailboxes.list().getFirst().lastError()).isEqualTo("no answer");
    }

    @Test
    void aRemovedMailboxIsGoneAndItsLaneFlowsOut() {
        // Given
        mailboxes.add(body(HELP), null, null);
        Mailbox help = directory.find("help@example.com");
        mailbox().pause("help@example.com", null);

        // When
        Change would = mailbox().remove("help@example.com", "");
        Change removed = mailbox().remove("help@example.com", null);

        // Then
        assertThat(would.changed()).isFalse();
        assertThat(removed.changed()).isTrue();
        assertThat(queue.control().mailbox(help.id()).held()).isFalse();
        assertThat(catchThrowableOfType(Refusal.class, () -> directory.find("help@example.com"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anAddressInTwoTenantsIsAmbiguousUnlessOneIsTheDefault() {
        // Given
        mailboxes.add(body(HELP.replace("{\"address\"", "{\"tenant\": \"a\", \"address\"")), null, null);
        Mailbox inA = directory.find("help@example.com");
        mailboxes.add(body(HELP.replace("{\"address\"", "{\"tenant\": \"b\", \"address\"")), null, null);

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> directory.find("help@example.com"));
        mailboxes.add(body(HELP), null, null);

        // Then
        assertThat(inA.tenant()).isEqualTo("a");
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal).hasMessageContaining(inA.id().toString());
        assertThat(directory.find("help@example.com").tenant()).isEqualTo("default");
        assertThat(catchThrowableOfType(Refusal.class, () -> directory.find("../x"))
                        .status())
                .isEqualTo(400);
    }

    private MailboxResource mailbox() {
        return new MailboxResource(registry, directory, health, null, queue.holds(), desk);
    }

    private Claim claim() {
        Claims claims = queue.claims();
        return claims.claim(1, Duration.ofMinutes(1), "test", true);
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }
}
