package dev.waybill.consumer.blob;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.DatabaseRefusedException;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Objects;
import java.util.UUID;

/** Reads a blob chunk by chunk; holds one chunk, and no connection between two of them. */
final class PostgresBlobStream extends InputStream {
    private static final String CHUNK = "select bytes from blob_chunk where storage_id = ? and seq = ?";

    private final Database database;
    private final ContentHash hash;
    private final UUID storage;
    private final long size;
    private byte[] chunk = {};
    private int at;
    private int next;
    private long read;

    PostgresBlobStream(Database database, ContentHash hash, UUID storage, long size) {
        this.database = database;
        this.hash = hash;
        this.storage = storage;
        this.size = size;
    }

    @Override
    public int read() throws BlobUnavailableException {
        return fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws BlobUnavailableException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws BlobUnavailableException {
        while (at == chunk.length) {
            if (read == size) {
                return false;
            }
            chunk = fetch(next);
            next++;
            at = 0;
            read += chunk.length;
            if (chunk.length == 0 || read > size) {
                throw damaged();
            }
        }
        return true;
    }

    private byte[] fetch(int seq) throws BlobUnavailableException {
        byte[] fetched;
        try {
            fetched = database.autocommit("reading a blob", connection -> {
                try (PreparedStatement statement = connection.prepareStatement(CHUNK)) {
                    statement.setObject(1, storage);
                    statement.setInt(2, seq);
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next() ? rows.getBytes(1) : new byte[0];
                    }
                }
            });
        } catch (DatabaseUnavailableException | DatabaseRefusedException e) {
            throw new BlobUnavailableException("The blob store in PostgreSQL does not work: " + e.getMessage(), e);
        }
        return fetched;
    }

    private BlobUnavailableException damaged() {
        return new BlobUnavailableException("Blob " + hash + " is damaged: its chunks do not make " + size + " bytes");
    }
}
