package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.UpkeepRequests.Wish;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.push.PushChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How the channels of one provider are kept alive, and how its mailboxes are listed. */
interface ChannelCare {
    /** Why no mailbox of this provider can be pushed; empty if it can. */
    Optional<String> hindrance();

    /**
     * Makes, adopts and renews what is due.
     *
     * @param wishes what the provider asked for, by channel
     * @param anew whether what is there has proved useless and is to be made again
     */
    void keep(Mailbox mailbox, List<PushChannel> channels, Map<UUID, Wish> wishes, boolean anew)
            throws MailboxAccessException;

    Listing listing();
}
