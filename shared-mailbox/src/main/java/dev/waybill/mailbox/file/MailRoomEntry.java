package dev.waybill.mailbox.file;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mailbox of the file.
 *
 * @param line where it begins
 * @param folders one for each entry with this address
 * @param inboxOptions of other providers than IMAP, secrets among them
 * @param notes sentences on options that mean something else here, or nothing
 */
public record MailRoomEntry(
        int line,
        String email,
        List<String> folders,
        Provider provider,
        Optional<Connection.Imap> imap,
        Optional<Secret> secret,
        Map<String, String> inboxOptions,
        AfterProcessing afterProcessing,
        List<String> notes)
        implements MailRoomItem {
    public MailRoomEntry {
        folders = List.copyOf(folders);
        inboxOptions = Map.copyOf(inboxOptions);
        notes = List.copyOf(notes);
    }

    /**
     * What to add to the registry.
     *
     * @throws IllegalArgumentException this version does not read mailboxes of that provider, or the address is none
     */
    public NewMailbox toMailbox(String tenant, Instant startAt) {
        if (imap.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("line " + line + ": " + email + " is a mailbox of the provider "
                    + provider.id() + ", which this version of Waybill does not support; it reads mailboxes by IMAP"
                    + " (inbox_method: imap)");
        }
        return new NewMailbox(tenant, email, imap.get(), folders, startAt, afterProcessing, secret.get());
    }

    @Override
    public String toString() {
        return "MailRoomEntry[line " + line + ", " + provider.id() + "]";
    }
}
