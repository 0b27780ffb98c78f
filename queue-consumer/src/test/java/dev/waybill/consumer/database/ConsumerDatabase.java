package dev.waybill.consumer.database;

import dev.waybill.devstack.DatabaseTemplate;
import dev.waybill.devstack.TestServers;
import dev.waybill.mailbox.registry.RegistrySchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An empty database on a real PostgreSQL, with the tables of the registry and the consumer. */
public final class ConsumerDatabase {
    private static final DatabaseTemplate TEMPLATE = new DatabaseTemplate(ConsumerDatabase::migrate);

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    private ConsumerDatabase(TestServers.TestDatabase database) {
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
    }

    public static ConsumerDatabase fresh() {
        return new ConsumerDatabase(TEMPLATE.copy());
    }

    private static void migrate(TestServers.TestDatabase empty) {
        DataSource source = new ConsumerDatabase(empty).source;
        RegistrySchema.migrate(source);
        SchemaProbe.migrateConsumer(source);
    }

    public DataSource source() {
        return source;
    }

    public Database database() {
        return new Database(source);
    }

    /** Rows as text, columns separated by a bar; null as such. */
    public List<String> rows(String sql) {
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                all.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String one(String sql) {
        return rows(sql).getFirst();
    }

    /** Empties what mails leave behind: rows, tickets, contacts, events and originals. */
    public void forgetMails() {
        run("truncate email_processed_messages, ticket, comment, attachment, thread_key, outbox, contact, owed_change,"
                + " blob, blob_chunk, blob_upload");
    }

    public void run(String sql) {
        try (Connection connection = source.getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
