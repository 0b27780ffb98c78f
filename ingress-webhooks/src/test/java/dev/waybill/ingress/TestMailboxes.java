package dev.waybill.ingress;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Connects mailboxes to the service under test. */
@Singleton
public final class TestMailboxes {
    private final PostgresMailboxRegistry registry;
    private final RegistryCopy copy;
    private final QueueConfig queue;

    TestMailboxes(AgroalDataSource database, RegistryCopy copy, QueueConfig queue) {
        this.registry = new PostgresMailboxRegistry(
                database, Keysets.open(Optional.of(Keysets.generate()), Optional.empty()), new HostPolicy(true));
        this.copy = copy;
        this.queue = queue;
    }

    public String queuePrefix() {
        return queue.keys().prefix();
    }

    /** Connects one and waits until the service knows it. */
    public UUID connect() {
        Eventually.until("the registry is loaded", copy::loaded);
        UUID id = registry.add(new NewMailbox(
                        "default",
                        "box-" + UUID.randomUUID() + "@example.com",
                        new Connection.Imap("127.0.0.1", 993, Connection.Security.TLS, "user"),
                        List.of("INBOX"),
                        Instant.now(),
                        new AfterProcessing.Keep(),
                        new Secret.Password("secret")))
                .id();
        Eventually.within(
                Duration.ofSeconds(5),
                "the mailbox is known",
                () -> copy.find(id).isPresent());
        return id;
    }
}
