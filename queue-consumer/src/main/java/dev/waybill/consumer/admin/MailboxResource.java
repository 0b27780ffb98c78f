package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.queue.Holds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/mailboxes/{address or id}}: the account of one mailbox, and its switch. */
@Path("/v1/mailboxes/{mailbox}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class MailboxResource {
    private final MailboxRegistry registry;
    private final MailboxDirectory directory;
    private final MailboxHealthLog health;
    private final MailboxAccount account;
    private final Holds holds;
    private final ReconcileDesk desk;

    MailboxResource(
            MailboxRegistry registry,
            MailboxDirectory directory,
            MailboxHealthLog health,
            MailboxAccount account,
            Holds holds,
            ReconcileDesk desk) {
        this.registry = registry;
        this.directory = directory;
        this.health = health;
        this.account = account;
        this.holds = holds;
        this.desk = desk;
    }

    /** Accounts for every mail; {@code provider=false} leaves the provider alone. */
    @GET
    public AccountView show(@RestPath String mailbox, @RestQuery @Nullable String provider)
            throws InterruptedException {
        boolean ask = Ids.flag("provider", provider, true);
        Mailbox found = directory.find(mailbox);
        return account.of(
                found,
                MailboxView.of(found, health.find(found.id())),
                AccountView.Reconciliation.of(desk.view(found)),
                ask);
    }

    /** First the registry, so that no listener goes on; then the lane. Both may be repeated. */
    @POST
    @Path("/pause")
    public Change pause(@RestPath String mailbox, @RestQuery @Nullable String dryRun) {
        Mailbox found = directory.find(mailbox);
        if (Ids.dryRun(dryRun)) {
            return Change.would(
                    found.paused()
                            ? found.address() + " is paused already"
                            : "would pause " + found.address() + ": its mail would wait until it is resumed");
        }
        registry.setPaused(found.id(), true);
        holds.holdUntilResumed(found.id(), "paused");
        AdminLog.mailbox("paused", found.id());
        return Change.did(
                !found.paused(),
                found.paused()
                        ? found.address() + " was paused already"
                        : "paused " + found.address() + ": its mail waits until it is resumed");
    }

    /** Ends a pause, and a hold that a failure began: the next try is now. */
    @POST
    @Path("/resume")
    public Change resume(@RestPath String mailbox, @RestQuery @Nullable String dryRun) {
        Mailbox found = directory.find(mailbox);
        if (Ids.dryRun(dryRun)) {
            return Change.would("would resume " + found.address() + ": what waits would be processed now");
        }
        registry.setPaused(found.id(), false);
        boolean wasHeld = holds.resume(found.id());
        AdminLog.mailbox("resumed", found.id());
        boolean changed = wasHeld || found.paused();
        if (changed) {
            desk.resumed(found);
        }
        return Change.did(
                changed,
                changed
                        ? "resumed " + found.address()
                                + ": what waits is processed now, and what came meanwhile is looked for"
                        : found.address() + " was neither paused nor held");
    }

    /** Ends the hold too: pointers of a removed mailbox must come out of their lane to be settled. */
    @DELETE
    public Change remove(@RestPath String mailbox, @RestQuery @Nullable String dryRun) {
        Mailbox found = directory.find(mailbox);
        if (Ids.dryRun(dryRun)) {
            return Change.would("would disconnect " + found.address()
                    + ": what waits would be skipped as mailbox_removed; tickets and ledger would stay");
        }
        boolean removed = registry.remove(found.id());
        holds.resume(found.id());
        AdminLog.mailbox("disconnected", found.id());
        return Change.did(
                removed,
                "disconnected " + found.address()
                        + ": what still waits is skipped as mailbox_removed; tickets and ledger stay");
    }
}
