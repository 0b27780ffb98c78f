package dev.waybill.consumer.blob;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Blobs of one chunk as rows. Works inside the caller's transaction. */
public final class BlobRows {
    /** The blob was there: its chunks stay, and it counts as stored now (once an hour is often enough for a sweep of a day). */
    static final String PUT_ROW = """
        insert into blob (sha256, size, storage_id) values (?, ?, ?)
        on conflict (sha256) do update set created_at = now() where blob.created_at < now() - interval '1 hour'
        returning storage_id
        """;

    /** Blob and chunk in one statement; see {@link #bind}. */
    public static final String PUT_WHOLE = "with stored as (" + PUT_ROW + """
        )
        insert into blob_chunk (storage_id, seq, bytes) select storage_id, 0, ? from stored where storage_id = ?
        """;

    private BlobRows() {}

    /** Binds the parameters of {@link #PUT_WHOLE}, the first of which is behind {@code at}; returns the place of the last. */
    public static int bind(PreparedStatement statement, int at, Original.Enclosed original) throws SQLException {
        UUID storage = UUID.randomUUID();
        int i = at;
        statement.setBytes(++i, original.blob().hash().bytes());
        statement.setLong(++i, original.blob().size());
        statement.setObject(++i, storage);
        statement.setBytes(++i, original.bytes());
        statement.setObject(++i, storage);
        return i;
    }

    /** Stores it, unless it is stored. */
    public static void store(Connection connection, Original original) throws SQLException {
        switch (original) {
            case Original.Stored stored -> {}
            case Original.Enclosed enclosed -> {
                try (PreparedStatement statement = connection.prepareStatement(PUT_WHOLE)) {
                    bind(statement, 0, enclosed);
                    statement.executeUpdate();
                }
            }
        }
    }
}
