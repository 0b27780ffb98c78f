package dev.waybill.mailbox;

import java.time.Instant;
import java.util.List;

/** A mailbox to connect. The secret is encrypted before it is stored, and only lives in this record until then. */
public record NewMailbox(
        String tenant,
        String address,
        Connection connection,
        List<String> folders,
        Instant startAt,
        AfterProcessing afterProcessing,
        Secret secret) {
    public NewMailbox {
        folders = List.copyOf(folders);
        if (!address.matches("[^\\s@<>,;\"]{1,128}@[^\\s@<>,;\"]{1,255}")) {
            throw new IllegalArgumentException("'" + address + "' is not a mail address");
        }
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("no folder to watch; name at least one, for example INBOX");
        }
    }

    /** The same with another secret. */
    public NewMailbox with(Secret other) {
        return new NewMailbox(tenant, address, connection, folders, startAt, afterProcessing, other);
    }
}
