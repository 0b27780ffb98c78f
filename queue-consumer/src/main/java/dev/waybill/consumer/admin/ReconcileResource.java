package dev.waybill.consumer.admin;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.reconcile.FolderReport;
import dev.waybill.consumer.reconcile.ReconcileReport;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/mailboxes/{mailbox}/reconcile}: has a mailbox compared with the ledger; {@code /reconciliation}: how that stands. */
@Path("/v1/mailboxes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class ReconcileResource {
    private final MailboxDirectory directory;
    private final MailboxHealthLog health;
    private final ReconcileDesk desk;
    private final DryComparisons dry;
    private final Pace pace;

    ReconcileResource(
            MailboxDirectory directory, MailboxHealthLog health, ReconcileDesk desk, DryComparisons dry, Pace pace) {
        this.directory = directory;
        this.health = health;
        this.desk = desk;
        this.dry = dry;
        this.pace = pace;
    }

    /**
     * Asks for a comparison and answers at once; {@code since}: an ISO instant, an age such as 7d, or all; left out: what is not known
     * to be complete. A dry run compares before it answers.
     */
    @POST
    @Path("/{mailbox}/reconcile")
    public Asked reconcile(
            @RestPath String mailbox, @RestQuery @Nullable String since, @RestQuery @Nullable String dryRun) {
        Optional<Instant> from = Optional.ofNullable(since)
                .map(text -> Moments.since(text, pace.now())
                        .orElseThrow(() -> Refusal.badField(
                                "since",
                                "must be a date-time, an age such as 7d, or all; for example 2026-05-01T00:00:00Z")));
        Mailbox found = directory.find(mailbox);
        refuseWhatCannotBeCompared(found);
        if (Ids.dryRun(dryRun)) {
            ReconcileReport report = dry.of(found, from);
            return new Asked(true, false, would(found, report.total()), 0, ReportView.of(report));
        }
        long begun = desk.view(found).begun();
        desk.ask(found, from);
        AdminLog.mailbox("asked to compare", found.id());
        return new Asked(false, true, found.address() + " is compared as soon as a consumer comes to it", begun, null);
    }

    /** How comparing a mailbox stands. */
    @GET
    @Path("/{mailbox}/reconciliation")
    public ReconciliationView reconciliation(@RestPath String mailbox) {
        return desk.view(directory.find(mailbox));
    }

    /** Its pointer would wait in the lane without a word; and a wrong password more brings the account nearer to a lockout. */
    private void refuseWhatCannotBeCompared(Mailbox mailbox) {
        if (mailbox.paused()) {
            throw Refusal.conflict(mailbox.address()
                    + " is paused, so it is not compared; resume it, and it is compared at once by itself");
        }
        health.find(mailbox.id())
                .filter(h -> h.state() == MailboxState.AUTH_FAILED)
                .ifPresent(h -> {
                    throw Refusal.conflict(
                            mailbox.address() + " cannot be compared, because its credential is refused: "
                                    + h.lastError()
                                    + " Replace it (waybill mailbox credential); then it is compared by itself");
                });
    }

    private static String would(Mailbox mailbox, FolderReport total) {
        return total.missing() == 0
                ? mailbox.address() + ": of " + total.found() + " mails none is missing; nothing would be enqueued"
                : mailbox.address() + ": of " + total.found() + " mails " + total.missing()
                        + " are neither in the ledger nor in the queue; they would be enqueued";
    }

    /**
     * What was asked for.
     *
     * @param begun how many comparisons had begun before; the one that was asked for has a higher number
     * @param report of a dry run
     */
    record Asked(
            boolean dryRun,
            boolean changed,
            String message,
            long begun,
            @Nullable ReportView report) {}
}
