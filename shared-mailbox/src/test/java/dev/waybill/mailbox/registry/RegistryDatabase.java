package dev.waybill.mailbox.registry;

import dev.waybill.devstack.DatabaseTemplate;
import dev.waybill.devstack.TestServers;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.SecretBox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An empty database of the tests' PostgreSQL, with the tables of the registry. */
public record RegistryDatabase(DataSource source) {
    private static final SecretBox BOX = Keysets.open(Optional.of(Keysets.generate()), Optional.empty());
    private static final DatabaseTemplate TEMPLATE =
            new DatabaseTemplate(empty -> RegistrySchema.migrate(source(empty)));
    private static final AtomicInteger NUMBER = new AtomicInteger();

    public static RegistryDatabase fresh() {
        return new RegistryDatabase(source(TEMPLATE.copy()));
    }

    static DataSource source(TestServers.TestDatabase database) {
        return source(database.jdbcUrl(), database.user(), database.password());
    }

    public static DataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    public PostgresMailboxRegistry registry(SecretBox box) {
        return new PostgresMailboxRegistry(source, box, new HostPolicy(true));
    }

    PostgresMailboxRegistry registry() {
        return registry(BOX);
    }

    /** A mailbox with an address of its own. */
    public static NewMailbox newMailbox(String password) {
        return newMailbox("default", "Box" + NUMBER.incrementAndGet() + "@example.org", password);
    }

    static NewMailbox newMailbox(String tenant, String address, String password) {
        return new NewMailbox(
                tenant,
                address,
                new Connection.Imap("imap.example.org", 993, Security.TLS, address),
                List.of("INBOX", "Büro/Support"),
                Instant.parse("2026-01-02T03:04:05.678901234Z"),
                new AfterProcessing.Keep(),
                new Secret.Password(password));
    }
}
