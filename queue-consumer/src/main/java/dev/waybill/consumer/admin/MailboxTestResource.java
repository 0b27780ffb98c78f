package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.CredentialEntry;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/mailboxes/{mailbox}/test} and {@code /v1/mailboxes/test}: the doctor; and {@code /credential}, the usual cure. */
@Path("/v1/mailboxes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class MailboxTestResource {
    private final MailboxDirectory directory;
    private final Examinations examinations;
    private final CredentialEntry credentials;
    private final Pace pace;

    MailboxTestResource(MailboxDirectory directory, Examinations examinations, CredentialEntry credentials, Pace pace) {
        this.directory = directory;
        this.examinations = examinations;
        this.credentials = credentials;
        this.pace = pace;
    }

    /** Examines a connected mailbox, paused or not; nothing in it changes. */
    @POST
    @Path("/{mailbox}/test")
    public ExaminationView connected(@RestPath String mailbox) {
        Mailbox found = directory.find(mailbox);
        AdminLog.mailbox("tested", found.id());
        return ExaminationView.of(found.address(), examinations.of(found), "");
    }

    /** Examines a mailbox as it would be connected; it is not. The body is that of {@code POST /v1/mailboxes}. */
    @POST
    @Path("/test")
    @Consumes(MediaType.APPLICATION_JSON)
    public ExaminationView trial(InputStream body) {
        NewMailbox wanted = MailboxRequest.read(RequestBody.json(body), pace.now());
        Examinations.Trial trial = examinations.of(wanted);
        return ExaminationView.of(
                wanted.address(),
                trial.examination(),
                trial.exchanged().isPresent()
                        ? "; the endpoint exchanged the refresh token, so the one in your request may work no more:"
                                + " sign in again, and test and connect in one go (add --test)"
                        : "");
    }

    /** Enters another credential: {@code {"password"}} or {@code {"oauth"}}. Watchers connect anew with it. */
    @PUT
    @Path("/{mailbox}/credential")
    @Consumes(MediaType.APPLICATION_JSON)
    public Change credential(@RestPath String mailbox, InputStream body, @RestQuery @Nullable String dryRun) {
        Mailbox found = directory.find(mailbox);
        ObjectNode json = RequestBody.json(body);
        JsonFields fields = new JsonFields(json).only(Set.of("password", "oauth"));
        Secret secret = SecretRequest.read(fields, found.connection(), found.afterProcessing(), found.address());
        fields.refuseIfWrong();
        if (Ids.dryRun(dryRun)) {
            return Change.would("would replace the credential of " + found.address());
        }
        try {
            boolean replaced = credentials.replace(found.id(), secret);
            AdminLog.mailbox("replaced the credential of", found.id());
            return Change.did(
                    replaced, "replaced the credential of " + found.address() + "; it is connected anew with it");
        } catch (IllegalStateException e) {
            throw Refusal.unavailable(String.valueOf(e.getMessage()), e);
        }
    }
}
