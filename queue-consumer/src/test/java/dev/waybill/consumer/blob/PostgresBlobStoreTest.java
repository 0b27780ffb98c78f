package dev.waybill.consumer.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.database.ConsumerDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresBlobStoreTest implements BlobStoreContract {
    private static ConsumerDatabase database;

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.run("truncate blob, blob_chunk, blob_upload");
    }

    @Override
    public BlobStore store() {
        return new PostgresBlobStore(database.database());
    }

    @Override
    public void age() {
        database.run("update blob set created_at = created_at - interval '2 days'");
        database.run("update blob_upload set started_at = started_at - interval '2 days'");
    }

    /** Distinct storages: a blob of many chunks is one piece. */
    @Override
    public int pieces() {
        return Integer.parseInt(database.one("select count(distinct storage_id) from blob_chunk"));
    }

    @Test
    void aCrashBetweenTwoChunksLeavesWhatTheSweepFinds() throws Exception {
        // Given
        database.run(
                "insert into blob_upload values ('11111111-1111-1111-1111-111111111111', now() - interval '2 days')");
        database.run("insert into blob_chunk values ('11111111-1111-1111-1111-111111111111', 0, 'half')");
        database.run("insert into blob_upload values ('22222222-2222-2222-2222-222222222222', now())");
        database.run("insert into blob_chunk values ('22222222-2222-2222-2222-222222222222', 0, 'still coming')");

        // When
        int collected = store().collectUnfinished(DAY);

        // Then
        assertThat(collected).isEqualTo(1);
        assertThat(database.rows("select storage_id from blob_chunk"))
                .isEqualTo(List.of("22222222-2222-2222-2222-222222222222"));
    }

    @Test
    void aMissingChunkIsDamageAndNotAnEnd() throws Exception {
        // Given
        BlobStore.Blob blob = store().put(new byte[600_000]);
        database.run("update blob_chunk set seq = 7 where seq = 0");

        // When
        try (InputStream content = store().open(blob.hash()).orElseThrow()) {
            // Then
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(BlobUnavailableException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void sweepingKeepsWhatARowNames() throws IOException {
        // Given
        ContentHash raw = store().put("raw".getBytes(StandardCharsets.UTF_8)).hash();
        ContentHash file = store().put("file".getBytes(StandardCharsets.UTF_8)).hash();
        ContentHash nobodys =
                store().put("nobody's".getBytes(StandardCharsets.UTF_8)).hash();
        database.run(
                "insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, pointer_id, raw_sha256)"
                        + " values (gen_random_uuid(), 'k', 'default', 'imap', 'processed', 'p', '\\x" + raw.hex()
                        + "')");
        database.run("with t as (insert into ticket (tenant, mailbox_id, subject, requester_name, requester_address)"
                + " values ('default', gen_random_uuid(), '', '', '') returning id), c as (insert into comment (ticket_id, mailbox_id,"
                + " message_key, opening, subject, author_name, author_address, participants, text, raw_sha256)"
                + " select id, gen_random_uuid(), 'k', true, '', '', '', '[]', '', '\\x00' from t returning id)"
                + " insert into attachment (comment_id, position, name, content_type, size, sha256, inline)"
                + " select id, 1, 'f', 't', 4, '\\x" + file.hex() + "', false from c");
        BlobSweeper sweeper = new BlobSweeper(store(), new PostgresBlobReferences(database.database()), DAY);

        // When
        int young = sweeper.sweep();
        age();
        int old = sweeper.sweep();

        // Then
        assertThat(young).isZero();
        assertThat(old).isEqualTo(1);
        assertThat(store().open(raw)).isPresent();
        assertThat(store().open(file)).isPresent();
        assertThat(store().open(nobodys)).isEmpty();
    }
}
