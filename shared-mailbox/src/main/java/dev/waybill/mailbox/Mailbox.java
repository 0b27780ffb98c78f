package dev.waybill.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A connected mailbox as the registry knows it. Holds no secret: {@link Credentials} opens that.
 *
 * @param folders watched folders, the first one by IDLE; at least one
 * @param startAt mail received before this is never processed
 * @param paused by a person
 * @param version rises with every change of any mailbox's configuration
 */
public record Mailbox(
        UUID id,
        String tenant,
        String address,
        Connection connection,
        List<String> folders,
        Instant startAt,
        boolean paused,
        AfterProcessing afterProcessing,
        long version) {
    public Mailbox {
        folders = List.copyOf(folders);
        if (folders.isEmpty()) {
            throw new IllegalArgumentException("mailbox " + id + " watches no folder");
        }
    }

    public Provider provider() {
        return connection.provider();
    }
}
