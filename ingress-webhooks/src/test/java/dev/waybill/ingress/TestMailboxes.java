package dev.waybill.ingress;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TokenEndpoint;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.net.URI;
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
        return connect(
                "box-" + UUID.randomUUID() + "@example.com",
                new Connection.Imap("127.0.0.1", 993, Connection.Security.TLS, "user"));
    }

    /** Connects one of any provider. */
    public UUID connect(String address, Connection connection) {
        Eventually.until("the registry is loaded", copy::loaded);
        UUID id = registry.add(new NewMailbox(
                        "default",
                        address,
                        connection,
                        List.of("INBOX"),
                        Instant.now(),
                        new AfterProcessing.Keep(),
                        connection instanceof Connection.Imap ? new Secret.Password("secret") : grant()))
                .id();
        Eventually.within(
                Duration.ofSeconds(5),
                "the mailbox is known",
                () -> copy.find(id).isPresent());
        return id;
    }

    /** Nothing of this service uses it. */
    private static Secret grant() {
        return new OAuth.ClientCredentials(
                new TokenEndpoint(URI.create("https://127.0.0.1/token"), "scope"),
                "client",
                new ClientProof.SharedSecret("secret", ClientProof.Placement.BODY));
    }
}
