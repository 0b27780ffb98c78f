package dev.waybill.consumer;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.DirectoryBlobStore;
import dev.waybill.consumer.blob.PostgresBlobStore;
import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.registry.RegistrySchema;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** PostgreSQL: the schema, the ledger, the blobs. */
@Singleton
final class DatabaseWiring {
    private final AgroalDataSource dataSource;

    DatabaseWiring(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Produces
    @Singleton
    Database database() {
        return new Database(dataSource);
    }

    @Produces
    @Singleton
    SchemaProbe schema() {
        return new SchemaProbe(dataSource, RegistrySchema::migrate);
    }

    @Produces
    @Singleton
    DatabaseGate gate(SchemaProbe schema) {
        return new DatabaseGate(schema);
    }

    @Produces
    @Singleton
    ProcessedLedger ledger(Database database, RegistryCopy registry) {
        return new PostgresLedger(database, mailbox -> changesMails(registry.find(mailbox)));
    }

    @Produces
    @Singleton
    BlobStore blobs(Database database, BlobConfig blobs) {
        return blobs.directory()
                .<BlobStore>map(directory -> new DirectoryBlobStore(directory, InstantSource.system()))
                .orElseGet(() -> new PostgresBlobStore(database));
    }

    private static boolean changesMails(Optional<Mailbox> mailbox) {
        return mailbox.map(m -> !(m.afterProcessing() instanceof AfterProcessing.Keep))
                .orElse(false);
    }
}
