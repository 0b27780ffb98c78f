package dev.waybill.mailbox;

/** Opens IMAP sessions. */
public interface ImapSessions {
    /** Connects and logs in; every step has a time limit. */
    ImapSession connect(Mailbox mailbox) throws MailboxAccessException;
}
