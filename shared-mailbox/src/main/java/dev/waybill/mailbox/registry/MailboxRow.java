package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Mailbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A row of {@code mailbox}, read. */
final class MailboxRow {
    static final String COLUMNS =
            "m.id, m.tenant, m.address, m.provider, m.connection::text, m.folders, m.start_at, m.paused, m.after_processing, m.move_to,"
                    + " m.version";

    private static final Logger LOG = Logger.getLogger(MailboxRow.class);

    private MailboxRow() {}

    /** Empty, and said in the log, for a row that only a later version understands: one such row must not hide the others. */
    static Optional<Mailbox> read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        try {
            return Optional.of(new Mailbox(
                    id,
                    row.getString("tenant"),
                    row.getString("address"),
                    ConnectionJson.read(row.getString("provider"), row.getString("connection")),
                    List.of((String[]) row.getArray("folders").getArray()),
                    row.getObject("start_at", OffsetDateTime.class).toInstant(),
                    row.getBoolean("paused"),
                    afterProcessing(row.getString("after_processing"), row.getString("move_to")),
                    row.getLong("version")));
        } catch (IllegalArgumentException unknown) {
            LOG.warnf("Mailbox %s is left alone: %s", id, unknown.getMessage());
            return Optional.empty();
        }
    }

    static AfterProcessing afterProcessing(String what, @Nullable String moveTo) {
        return switch (what) {
            case "keep" -> new AfterProcessing.Keep();
            case "mark_seen" -> new AfterProcessing.MarkSeen();
            case "move" -> new AfterProcessing.Move(Objects.requireNonNull(moveTo));
            case "delete" -> new AfterProcessing.Delete();
            default ->
                throw new IllegalArgumentException("after_processing '" + what + "' is not known to this version");
        };
    }

    static String id(AfterProcessing after) {
        return switch (after) {
            case AfterProcessing.Keep keep -> "keep";
            case AfterProcessing.MarkSeen seen -> "mark_seen";
            case AfterProcessing.Move move -> "move";
            case AfterProcessing.Delete delete -> "delete";
        };
    }

    static Optional<String> moveTo(AfterProcessing after) {
        return after instanceof AfterProcessing.Move(String folder) ? Optional.of(folder) : Optional.empty();
    }
}
