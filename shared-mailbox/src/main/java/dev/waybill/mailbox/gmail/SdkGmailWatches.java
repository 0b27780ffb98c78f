package dev.waybill.mailbox.gmail;

import com.google.api.services.gmail.model.WatchRequest;
import com.google.api.services.gmail.model.WatchResponse;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.GmailWatches;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.ProviderHttp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Watches by Google's client. */
public final class SdkGmailWatches implements GmailWatches {
    private final GmailAccess access;

    public SdkGmailWatches(
            Credentials credentials, AccessTokens tokens, ProviderHttp http, GmailServer server, InstantSource clock) {
        this.access = new GmailAccess(http, server, credentials, tokens, clock);
    }

    @Override
    public Watch watch(Mailbox mailbox, String topic, List<String> labelIds) throws MailboxAccessException {
        WatchRequest asked = new WatchRequest().setTopicName(topic);
        if (!labelIds.isEmpty()) {
            asked.setLabelIds(labelIds).setLabelFilterBehavior("INCLUDE");
        }
        WatchResponse watching = access.answer(mailbox, (users, user) -> users.watch(user, asked));
        Long expires = watching.getExpiration();
        return new Watch(
                SdkGmailMail.number(watching.getHistoryId()),
                expires == null ? Instant.EPOCH : Instant.ofEpochMilli(expires));
    }

    /** The answer has no content. */
    @Override
    public void stop(Mailbox mailbox) throws MailboxAccessException {
        var _ = access.unlessGone(mailbox, (users, user) -> users.stop(user));
    }
}
