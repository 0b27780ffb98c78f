package dev.waybill.mailbox.token;

import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;

/** Asks a token endpoint once, within a time limit. */
public interface TokenEndpoints {
    TokenAnswer request(OAuth grant) throws MailboxAccessException;
}
