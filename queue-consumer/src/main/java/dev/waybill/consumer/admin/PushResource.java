package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.push.PushStates;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /v1/mailboxes/{address or id}/push}: how a provider tells of new mail. */
@Path("/v1/mailboxes/{mailbox}/push")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class PushResource {
    private final MailboxDirectory directory;
    private final PushStates states;
    private final PushChannels channels;

    PushResource(MailboxDirectory directory, PushStates states, PushChannels channels) {
        this.directory = directory;
        this.states = states;
        this.channels = channels;
    }

    @GET
    public PushView show(@RestPath String mailbox) {
        Mailbox found = directory.find(mailbox);
        return PushView.of(states.find(found.id()), channels.of(found.id()));
    }
}
