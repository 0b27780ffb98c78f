package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.consumer.admin.ReconcileResource.Asked;
import dev.waybill.consumer.reconcile.Comparison;
import dev.waybill.consumer.reconcile.FolderReport;
import dev.waybill.consumer.reconcile.ReconcileReport;
import dev.waybill.consumer.reconcile.ReconcileState;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconcileResourceTest {
    private static final String HELP = "help@example.com";
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final FolderReport INBOX = new FolderReport("INBOX", 10, 6, 1, 1, 2, 0);

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeHealth health = new FakeHealth();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final FakeComparisons comparisons = new FakeComparisons();
    private final StepPace pace = new StepPace(NOON);
    private final List<String> compared = new ArrayList<>();
    private Comparison comparison = (mailbox, since, dry, progress) -> {
        compared.add(mailbox.address() + " " + since + " " + dry);
        return new ReconcileReport(List.of(INBOX), List.of(), Optional.empty());
    };
    private final Mailbox help = registry.add(new NewMailbox(
            "default",
            HELP,
            new Connection.Imap("127.0.0.1", 143, Connection.Security.NONE, "help"),
            List.of("INBOX"),
            Instant.EPOCH,
            new AfterProcessing.Keep(),
            new Secret.Password("x")));

    private ReconcileResource resource() {
        return new ReconcileResource(
                new MailboxDirectory(registry),
                health,
                new ReconcileDesk(queue.producer(), queue.control(), comparisons, comparisons, pace),
                new DryComparisons((m, s, d, p) -> comparison.compare(m, s, d, p)),
                pace);
    }

    @Test
    void aRequestIsAPointerBehindTheMailThatComesIn() {
        // Given
        comparisons.remember(state(7, 7, ""));

        // When
        Asked asked = resource().reconcile(HELP, null, null);
        ReconciliationView waiting = resource().reconciliation(HELP);

        // Then
        assertThat(asked.begun()).isEqualTo(7);
        assertThat(asked.changed()).isTrue();
        assertThat(claimed()).isEqualTo(new Locator.Reconcile(Long.MAX_VALUE, "operator"));
        assertThat(waiting.queued()).isEqualTo("waiting");
        assertThat(resource().reconciliation(HELP).queued()).isEqualTo("in_flight");
        assertThat(compared).isEmpty();
    }

    @Test
    void sinceIsAnAgeOrATime() {
        // When
        resource().reconcile(HELP, "7d", null);

        // Then
        assertThat(claimed())
                .isEqualTo(new Locator.Reconcile(NOON.minus(Duration.ofDays(7)).toEpochMilli(), "operator"));
        assertThat(refusal(HELP, "yesterday").problem().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.field()).isEqualTo("since"));
    }

    @Test
    void aDryRunComparesAndEnqueuesNothing() {
        // When
        Asked asked = resource().reconcile(HELP, "2026-05-01T00:00:00Z", "true");

        // Then
        assertThat(compared).containsExactly("help@example.com Optional[2026-05-01T00:00:00Z] true");
        assertThat(asked.message()).contains("of 10 mails 2 are neither in the ledger nor in the queue");
        assertThat(asked.report()).isEqualTo(new ReportView(10, 6, 1, 1, 2, 0, List.of(INBOX), List.of()));
        assertThat(queue.control().stats().ready()).isZero();
    }

    @Test
    void whatCannotBeComparedIsSaidInASentence() {
        // Given
        assertThat(refusal("nobody@example.com", null))
                .hasMessageContaining("no mailbox nobody@example.com is connected");
        comparison = failing(FailureClass.TRANSIENT, "imap.example.com does not answer.");
        Refusal away = dryRefusal();
        comparison = failing(FailureClass.CREDENTIAL, "the password is refused.");
        Refusal refused = dryRefusal();
        health.record(help.id(), MailboxState.AUTH_FAILED, "The server refused the password.", Optional.empty());
        Refusal dead = refusal(HELP, null);
        registry.setPaused(help.id(), true);
        Refusal paused = refusal(HELP, null);

        // Then
        assertThat(away.status()).isEqualTo(503);
        assertThat(away).hasMessage("help@example.com cannot be compared now: imap.example.com does not answer.");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(dead.status()).isEqualTo(409);
        assertThat(dead).hasMessageContaining("The server refused the password. Replace it");
        assertThat(paused.status()).isEqualTo(409);
        assertThat(paused).hasMessageContaining("is paused").hasMessageContaining("resume it");
        assertThat(queue.control().stats().ready()).isZero();
    }

    @Test
    void howItStandsIsToldWithTheLastReport() {
        // Given
        comparisons.remember(state(8, 7, "the server was away"));

        // When
        ReconciliationView view = resource().reconciliation(HELP);

        // Then
        assertThat(view.running()).isTrue();
        assertThat(view.progress()).isEqualTo(5);
        assertThat(view.problem()).isEqualTo("the server was away");
        assertThat(view.queued()).isNull();
        ReportView report = view.report();
        assertThat(report).isNotNull();
        assertThat(report.missingIds()).containsExactly(missing().value());
        AccountView.Reconciliation shown = AccountView.Reconciliation.of(view);
        assertThat(shown.missing()).isEqualTo(2);
        assertThat(shown.missingIds()).containsExactly(missing().value());
        assertThat(shown.lastAt()).isEqualTo(NOON);
    }

    @Test
    void ofAMailboxThatIsNewNothingIsKnown() {
        // When
        ReconciliationView view = resource().reconciliation(help.id().toString());

        // Then
        assertThat(view.begun()).isZero();
        assertThat(view.report()).isNull();
        assertThat(AccountView.Reconciliation.of(view).lastAt()).isNull();
    }

    private PointerId missing() {
        return Pointers.imap(help.id(), 9).id();
    }

    private ReconcileState state(long begun, long ended, String problem) {
        return new ReconcileState(
                help.id(),
                begun,
                ended,
                NOON,
                "schedule",
                5,
                NOON,
                problem,
                NOON,
                new ReconcileReport(List.of(INBOX), List.of(missing()), Optional.empty()),
                null,
                NOON.plusSeconds(900));
    }

    private static Comparison failing(FailureClass failureClass, String message) {
        return (mailbox, since, dry, progress) -> {
            throw new MailboxAccessException(failureClass, "timeout", message, null, null);
        };
    }

    private Refusal refusal(String mailbox, String since) {
        return catchThrowableOfType(Refusal.class, () -> resource().reconcile(mailbox, since, null));
    }

    private Refusal dryRefusal() {
        return catchThrowableOfType(Refusal.class, () -> resource().reconcile(HELP, null, "true"));
    }

    private Locator claimed() {
        Claim claim = queue.claims().claim(1, Duration.ofMinutes(1), "test", true);
        return switch (((Claim.Taken) claim).pointers().getFirst()) {
            case Claimed.Valid valid -> valid.pointer().locator();
            case Claimed other -> throw new AssertionError("cannot be read: " + other);
        };
    }
}
