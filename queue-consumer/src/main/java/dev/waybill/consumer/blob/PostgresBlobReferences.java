package dev.waybill.consumer.blob;

import dev.waybill.consumer.database.Database;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The ledger, which names the originals, and the attachments. A comment's original is that of its mail in the ledger. */
public final class PostgresBlobReferences implements BlobReferences {
    private static final String NAMED = """
        select k.sha256 from unnest(?::bytea[]) k(sha256)
        where exists (select from email_processed_messages m where m.raw_sha256 = k.sha256 and m.original_gone_at is null)
           or exists (select from attachment a where a.sha256 = k.sha256)
        """;

    private final Database database;

    public PostgresBlobReferences(Database database) {
        this.database = database;
    }

    @Override
    public Set<ContentHash> namedAmong(Collection<ContentHash> hashes) {
        return database.autocommit("finding the blobs that rows name", connection -> {
            Array asked = connection.createArrayOf(
                    "bytea", hashes.stream().map(ContentHash::bytes).toArray(byte[][]::new));
            try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
                statement.setArray(1, asked);
                Set<ContentHash> named = new HashSet<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        named.add(ContentHash.ofDigest(rows.getBytes(1)));
                    }
                }
                return named;
            }
        });
    }
}
