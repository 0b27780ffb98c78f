package dev.waybill.consumer.afterwards;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;

/** Changes one mail by a provider's API. */
public interface SingleChanges {
    /** Made once more it changes nothing more; a mail that is not there any more is changed enough. */
    void change(Mailbox mailbox, String messageKey, AfterProcessing how)
            throws MailboxAccessException, InterruptedException;
}
