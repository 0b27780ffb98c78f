package dev.waybill.mailbox;

/** The address is connected already. */
public final class MailboxConflictException extends RuntimeException {
    public MailboxConflictException(String tenant, String address) {
        super("mailbox " + address + " is connected already in tenant " + tenant);
    }
}
