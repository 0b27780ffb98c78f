package dev.waybill.consumer.admin;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxConflictException;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.NewMailbox;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/mailboxes}: lists and connects mailboxes. */
@Path("/v1/mailboxes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class MailboxesResource {
    private final MailboxRegistry registry;
    private final MailboxDirectory directory;
    private final MailboxHealthLog health;
    private final HostPolicy hosts;
    private final Examinations examinations;
    private final Pace pace;

    MailboxesResource(
            MailboxRegistry registry,
            MailboxDirectory directory,
            MailboxHealthLog health,
            HostPolicy hosts,
            Examinations examinations,
            Pace pace) {
        this.registry = registry;
        this.directory = directory;
        this.health = health;
        this.hosts = hosts;
        this.examinations = examinations;
        this.pace = pace;
    }

    /** Every connected mailbox. */
    @GET
    public List<MailboxView> list() {
        Map<UUID, MailboxHealth> states = health.all();
        return directory.all().stream()
                .map(m -> MailboxView.of(m, Optional.ofNullable(states.get(m.id()))))
                .toList();
    }

    /** Connects one; {@code test=true} only if the doctor finds nothing wrong with it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(InputStream body, @RestQuery @Nullable String dryRun, @RestQuery @Nullable String test) {
        NewMailbox wanted = MailboxRequest.read(RequestBody.json(body), pace.now());
        refuseIfNotAllowed(wanted);
        if (Ids.flag("test", test, false) && !Ids.dryRun(dryRun)) {
            refuseIfConnected(wanted);
            wanted = tested(wanted);
        }
        if (Ids.dryRun(dryRun)) {
            refuseIfConnected(wanted);
            return Response.ok(Change.would("would connect " + described(wanted)))
                    .build();
        }
        Mailbox added;
        try {
            added = registry.add(wanted);
        } catch (MailboxConflictException e) {
            throw connectedAlready(wanted);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            // The keyset: without it the password cannot be kept.
            throw Refusal.unavailable(String.valueOf(e.getMessage()), e);
        }
        AdminLog.mailbox("connected", added.id());
        return Response.status(Response.Status.CREATED)
                .entity(new Added(
                        false, true, "connected " + described(wanted), MailboxView.of(added, Optional.empty())))
                .build();
    }

    /** With the refresh token that the trial left, which may be another than the one that was entered. */
    private NewMailbox tested(NewMailbox wanted) {
        Examinations.Trial trial = examinations.of(wanted);
        trial.examination().failure().ifPresent(step -> {
            throw Refusal.notUsable(
                    wanted.address() + " was not connected: the step '" + step.name() + "' failed: " + step.found());
        });
        return trial.exchanged().map(wanted::with).orElse(wanted);
    }

    private void refuseIfNotAllowed(NewMailbox wanted) {
        switch (wanted.connection()) {
            case Connection.Imap imap ->
                hosts.refusal(imap.host()).ifPresent(why -> {
                    throw Refusal.badField("imap.host", why);
                });
            // The operator names the hosts of these.
            case Connection.Graph graph -> {}
            case Connection.Gmail gmail -> {}
        }
    }

    private void refuseIfConnected(NewMailbox wanted) {
        if (registry.findByAddress(wanted.tenant(), wanted.address()).isPresent()) {
            throw connectedAlready(wanted);
        }
    }

    private static Refusal connectedAlready(NewMailbox wanted) {
        return Refusal.conflict("mailbox " + wanted.address() + " is connected already in tenant " + wanted.tenant()
                + "; remove it first to connect it anew");
    }

    private static String described(NewMailbox wanted) {
        return wanted.address() + " (" + String.join(", ", wanted.folders()) + ") in tenant " + wanted.tenant()
                + ", mail since " + wanted.startAt();
    }

    /** A {@link Change} with the mailbox that it made. */
    record Added(boolean dryRun, boolean changed, String message, MailboxView mailbox) {}
}
