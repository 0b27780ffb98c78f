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
     * @throws IllegalArgumentException its options are not usable, or the address is none
     */
    public NewMailbox toMailbox(String tenant, Instant startAt) {
        return switch (provider) {
            case IMAP -> mailbox(tenant, startAt, imap.orElseThrow(), secret.orElseThrow());
            case GRAPH -> {
                GraphOptions options = graph();
                yield mailbox(tenant, startAt, options.connection(), options.grant());
            }
            case GMAIL ->
                throw new IllegalArgumentException("line " + line + ": " + email + " is a mailbox of Gmail, whose"
                        + " credentials this file has no fields for; connect it with ./waybill mailbox add --gmail, or"
                        + " by IMAP (inbox_method: imap)");
        };
    }

    private GraphOptions graph() {
        try {
            return GraphOptions.read(inboxOptions, email);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
        }
    }

    private NewMailbox mailbox(String tenant, Instant startAt, Connection connection, Secret opens) {
        return new NewMailbox(tenant, email, connection, folders, startAt, afterProcessing, opens);
    }

    @Override
    public String toString() {
        return "MailRoomEntry[line " + line + ", " + provider.id() + "]";
    }
}
