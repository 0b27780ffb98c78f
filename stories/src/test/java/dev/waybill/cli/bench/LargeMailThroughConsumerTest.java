package dev.waybill.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged consumer with less memory than two copies of the mail would take. */
class LargeMailThroughConsumerTest {
    private static final String USER = "large@example.com";
    /** waybill.consumer.max-mail-size by default. */
    private static final int ALLOWED = 150 << 20;

    @TempDir
    private Path directory;

    private static byte[] mail(int bytes) {
        String head = BenchMails.attachmentHead();
        String line = BenchMails.attachmentLine();
        return (head + line.repeat((bytes - head.length()) / line.length())).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @RequiresServer(value = "dovecot-imapd", program = "dovecot")
    void mailOf150MegabytesIsATicketIn192MegabytesAndTheNextOneToo() throws Exception {
        try (BenchRedis redis = new BenchRedis(RedisServer.Options.inMemory());
                PostgresServer postgres = PostgresServer.start(PostgresServer.Options.temporary());
                DovecotServer dovecot = DovecotServer.start(Map.of(USER, "secret"));
                BenchService consumer = new BenchService(
                        "queue-consumer",
                        Path.of("..", "queue-consumer", "target", "quarkus-app", "quarkus-run.jar"),
                        directory,
                        List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                        BenchSecrets.environment(
                                "redis://127.0.0.1:" + redis.port(),
                                postgres.jdbcUrl(),
                                postgres.user(),
                                postgres.password()))) {
            // Given: one as large as is allowed, one larger, and an ordinary one
            dovecot.deliver(USER, mail(ALLOWED));
            dovecot.deliver(USER, mail(ALLOWED + 1_000));
            dovecot.deliver(USER, BenchMails.separate(1, 1).getFirst());
            consumer.awaitReady();
            try (AdminApi api = new AdminApi(consumer.port(), BenchSecrets.ADMIN_TOKEN)) {
                api.connect(USER, dovecot.port(), "none", "secret");
            }
            UUID mailbox = UUID.fromString(
                    rows(postgres, "select id::text from mailbox").getFirst());
            long uidValidity = dovecot.uidValidity(USER, "INBOX");

            // When
            List<Pointer> pointers = new ArrayList<>();
            for (int uid = 1; uid <= 3; uid++) {
                pointers.add(new Pointer(
                        mailbox, new Locator.Imap("INBOX", uidValidity, uid), System.currentTimeMillis(), ""));
            }
            redis.queue(64).producer().enqueue(pointers, Priority.LIVE);
            consumer.await(Duration.ofMinutes(8), "has three outcomes", () -> redis.pointers() == 0);

            // Then
            assertThat(rows(
                            postgres,
                            "select outcome || ' ' || reason || effect from email_processed_messages order by 1"))
                    .containsExactly("processed ticket", "processed ticket", "skipped too_largenone");
            assertThat(rows(postgres, "select round(sum(size) / 1048576)::text from blob where size > 100 * 1048576"))
                    .as("the mail as it came, and its attachment, decoded")
                    .containsExactly("260");
            assertThat(consumer.handle().isAlive()).isTrue();
        }
    }

    private static List<String> rows(PostgresServer postgres, String sql) throws SQLException {
        try (Connection database = postgres.connect(PostgresServer.DATABASE);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
