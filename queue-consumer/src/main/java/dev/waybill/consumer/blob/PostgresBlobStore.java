package dev.waybill.consumer.blob;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.DatabaseRefusedException;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Blobs in PostgreSQL, in chunks. What fits one chunk is one statement. A longer one is announced in {@code blob_upload}, its chunks
 * follow one by one, and its row appears in the transaction that takes the announcement away; a crash in between leaves the
 * announcement and some chunks, which {@link #collectUnfinished} finds by it.
 */
public final class PostgresBlobStore implements BlobStore {
    private static final String BEGIN_UPLOAD = "insert into blob_upload (storage_id) values (?)";
    private static final String PUT_CHUNK = "insert into blob_chunk (storage_id, seq, bytes) values (?, ?, ?)";
    private static final String END_UPLOAD = "delete from blob_upload where storage_id = ?";
    private static final String DROP_CHUNKS = "delete from blob_chunk where storage_id = ?";
    private static final String FIND = "select storage_id, size from blob where sha256 = ?";
    private static final String OLDER_THAN = """
        select sha256 from blob where sha256 > ? and created_at < now() - ? * interval '1 second' order by sha256 limit ?
        """;
    private static final String DELETE = """
        with gone as (
          delete from blob where sha256 = any(?::bytea[]) and created_at < now() - ? * interval '1 second' returning storage_id),
        chunks as (delete from blob_chunk c using gone where c.storage_id = gone.storage_id)
        select count(*) from gone
        """;
    private static final String COLLECT = """
        with gone as (
          delete from blob_upload where started_at < now() - ? * interval '1 second' returning storage_id),
        chunks as (delete from blob_chunk c using gone where c.storage_id = gone.storage_id)
        select count(*) from gone
        """;

    private final Database database;

    public PostgresBlobStore(Database database) {
        this.database = database;
    }

    @Override
    public Blob put(byte[] content) throws BlobUnavailableException {
        Original.Enclosed whole = new Original.Enclosed(content);
        return stored(() -> database.autocommit("storing a blob", connection -> {
            BlobRows.store(connection, whole);
            return whole.blob();
        }));
    }

    @Override
    public Original enclose(byte[] content) {
        return new Original.Enclosed(content);
    }

    @Override
    public Blob put(InputStream content) throws IOException {
        byte[] chunk = content.readNBytes(CHUNK);
        if (chunk.length < CHUNK) {
            return put(chunk);
        }
        MessageDigest digest = ContentHash.newDigest();
        UUID storage = UUID.randomUUID();
        stored(() -> database.autocommit("storing a blob", c -> update(c, BEGIN_UPLOAD, storage)));
        long size = 0;
        for (int seq = 0; chunk.length > 0; seq++) {
            digest.update(chunk);
            size += chunk.length;
            putChunk(storage, seq, chunk);
            chunk = content.readNBytes(CHUNK);
        }
        Blob blob = new Blob(ContentHash.ofDigest(digest.digest()), size);
        stored(() -> database.transaction("storing a blob", connection -> finish(connection, blob, storage)));
        return blob;
    }

    private void putChunk(UUID storage, int seq, byte[] bytes) throws BlobUnavailableException {
        stored(() -> database.autocommit("storing a chunk of a blob", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PUT_CHUNK)) {
                statement.setObject(1, storage);
                statement.setInt(2, seq);
                statement.setBytes(3, bytes);
                return statement.executeUpdate();
            }
        }));
    }

    private static Blob finish(Connection connection, Blob blob, UUID storage) throws SQLException {
        boolean mine;
        try (PreparedStatement statement = connection.prepareStatement(BlobRows.PUT_ROW)) {
            statement.setBytes(1, blob.hash().bytes());
            statement.setLong(2, blob.size());
            statement.setObject(3, storage);
            try (ResultSet rows = statement.executeQuery()) {
                mine = rows.next() && storage.equals(rows.getObject(1, UUID.class));
            }
        }
        if (!mine) {
            update(connection, DROP_CHUNKS, storage);
        }
        update(connection, END_UPLOAD, storage);
        return blob;
    }

    @Override
    public Optional<InputStream> open(ContentHash hash) throws BlobUnavailableException {
        return stored(() -> database.autocommit("opening a blob", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                statement.setBytes(1, hash.bytes());
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new PostgresBlobStream(
                                    database, hash, rows.getObject(1, UUID.class), rows.getLong(2)))
                            : Optional.empty();
                }
            }
        }));
    }

    @Override
    public List<ContentHash> olderThan(Duration age, Optional<ContentHash> after, int limit)
            throws BlobUnavailableException {
        return stored(() -> database.autocommit("listing old blobs", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OLDER_THAN)) {
                statement.setBytes(1, after.map(ContentHash::bytes).orElse(new byte[0]));
                statement.setLong(2, age.toSeconds());
                statement.setInt(3, limit);
                List<ContentHash> hashes = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        hashes.add(ContentHash.ofDigest(rows.getBytes(1)));
                    }
                }
                return hashes;
            }
        }));
    }

    @Override
    public int delete(Collection<ContentHash> hashes, Duration age) throws BlobUnavailableException {
        return stored(() -> database.autocommit("deleting blobs", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "bytea", hashes.stream().map(ContentHash::bytes).toArray(byte[][]::new)));
                statement.setLong(2, age.toSeconds());
                return count(statement);
            }
        }));
    }

    @Override
    public int collectUnfinished(Duration age) throws BlobUnavailableException {
        return stored(() -> database.autocommit("collecting unfinished blobs", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(COLLECT)) {
                statement.setLong(1, age.toSeconds());
                return count(statement);
            }
        }));
    }

    private static int count(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static int update(Connection connection, String sql, UUID storage) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, storage);
            return statement.executeUpdate();
        }
    }

    private static <T> T stored(Supplier<T> access) throws BlobUnavailableException {
        try {
            return access.get();
        } catch (DatabaseUnavailableException | DatabaseRefusedException e) {
            throw new BlobUnavailableException("The blob store in PostgreSQL does not work: " + e.getMessage(), e);
        }
    }
}
