package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.UUID;

/** Links in PostgreSQL, each verb one statement. */
public final class PostgresDeltaLinks implements DeltaLinks {
    private static final String FIND = "select link from graph_delta where mailbox_id = ? and folder_id = ?";

    private static final String KEEP = """
        insert into graph_delta (mailbox_id, folder_id, link) values (?, ?, ?)
        on conflict (mailbox_id, folder_id) do update set link = excluded.link, taken_at = clock_timestamp()
        """;

    private static final String FORGET = "delete from graph_delta where mailbox_id = ? and folder_id = ?";

    private final Database database;

    public PostgresDeltaLinks(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> find(UUID mailbox, String folderId) {
        return database.autocommit("reading a delta link", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                statement.setObject(1, mailbox);
                statement.setString(2, folderId);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void keep(UUID mailbox, String folderId, String link) {
        database.autocommit("keeping a delta link", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
                statement.setObject(1, mailbox);
                statement.setString(2, folderId);
                statement.setString(3, link);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void forget(UUID mailbox, String folderId) {
        database.autocommit("forgetting a delta link", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
                statement.setObject(1, mailbox);
                statement.setString(2, folderId);
                return statement.executeUpdate();
            }
        });
    }
}
