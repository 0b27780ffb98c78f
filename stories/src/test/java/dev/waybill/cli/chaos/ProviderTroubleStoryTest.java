package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.http.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services while mail arrives at all three providers: first Graph, then Gmail is out of order, answering 503 and then 429
 * with Retry-After; then everything that proves who is who is changed: a client secret, a certificate, refresh tokens, the key and the
 * account that pushes are signed by. Nobody acts but the person who enters the new secrets.
 *
 * <p>{@code -Dstory.outage=600} makes each outage as many seconds long.
 */
class ProviderTroubleStoryTest {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("story.outage", 20));
    private static final Duration QUIET = Duration.ofSeconds(6);
    private static final double PER_SECOND = 6;
    private static final String SECOND_PUSHER = "another@waybill-chaos.example";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void outagesAndNewKeysLoseNothingAndBotherNobodyElse() throws Exception {
        // Given
        Cast cast = new Cast(1, 1, 2);
        int mails = (int) (PER_SECOND * (4 * QUIET.toSeconds() + 2 * OUTAGE.toSeconds()));
        try (ChaosStack stack = ChaosStack.start(
                cast,
                directory,
                service -> Path.of("..", service, "target", "quarkus-app", "quarkus-run.jar"),
                Map.of("WAYBILL_INGRESS_GOOGLE_SERVICE_ACCOUNTS", Clouds.PUSHER + "," + SECOND_PUSHER))) {
            awaitPush(stack);
            MailFlow flow = new MailFlow(new ChaosMails(4_711, cast.addresses(), mails), PER_SECOND, stack);
            CompletableFuture<@Nullable Void> sending = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    flow.run();
                    sending.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                    sending.completeExceptionally(e);
                }
            });

            // When
            pause(QUIET);
            long noticedMeanwhile = outage(stack, Provider.GRAPH);
            pause(QUIET);
            outage(stack, Provider.GMAIL);
            pause(QUIET);
            List<String> deadAfterOutages = stack.reader().read().deadLetters();
            newKeys(stack);
            sending.get(2, TimeUnit.MINUTES);

            // Then
            boolean calm = new Calm(stack, stack.reader(), mails, System.out::println).await(Duration.ofMinutes(5));
            Evidence evidence = stack.reader().read();
            Findings findings = Checker.check(flow.sent(), evidence);
            System.out.println(latencies(stack));
            assertThat(calm).isTrue();
            assertThat(noticedMeanwhile)
                    .as("mails that Graph told of while it gave none")
                    .isGreaterThan((long) (PER_SECOND / 3 * OUTAGE.toSeconds() / 2));
            assertThat(deadAfterOutages).isEmpty();
            assertThat(evidence.deadLetters()).isEmpty();
            assertThat(findings.lost()).isEmpty();
            assertThat(findings.twice()).isEmpty();
            assertThat(findings.unexplained()).isEmpty();
            assertThat(evidence.accounts())
                    .allSatisfy(account -> assertThat(account.unaccounted()).isZero());
            assertThat(number(stack, """
                select count(*) from email_processed_messages p join mailbox m on m.id = p.mailbox_id
                 where m.provider = 'imap' and p.processed_at - p.enqueued_at > interval '10 seconds'
                """)).as("mails of IMAP that noticed").isZero();
            assertThat(number(stack, "select max(attempts) from email_processed_messages"))
                    .as("attempts that a mail was charged for the world's failure")
                    .isZero();
        }
    }

    /** Until every mailbox is subscribed to or watched: one that is not has only lists to be noticed by, which an outage ends too. */
    private static void awaitPush(ChaosStack stack) throws SQLException, InterruptedException {
        long folders = stack.cast().addresses().stream()
                .filter(address -> Provider.of(address) != Provider.IMAP)
                .count();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (number(stack, "select count(*) from push_channel where expires_at is not null and removed_at is null")
                < folders) {
            assertThat(System.nanoTime()).as("mailboxes are pushed in time").isLessThan(deadline);
            pause(Duration.ofMillis(300));
        }
    }

    /** Half of it 503, half of it 429 with Retry-After; returns how many pointers waited when it ended. */
    private static long outage(ChaosStack stack, Provider provider) throws InterruptedException {
        stack.clouds().outOfOrder(provider, new Fault.Answer(503, "serviceUnavailable", ""));
        pause(OUTAGE.dividedBy(2));
        stack.clouds().outOfOrder(provider, new Fault.Answer(429, "tooManyRequests", "2"));
        pause(OUTAGE.dividedBy(2));
        long waiting = stack.reader().pointers();
        stack.clouds().outOfOrder(provider, null);
        return waiting;
    }

    /**
     * The secret is changed behind our back, and consents are taken back; pushes are signed with another key and by another account. The
     * certificate is changed as certificates are: the old one is good until the new one was entered.
     */
    private static void newKeys(ChaosStack stack) throws InterruptedException {
        Clouds clouds = stack.clouds();
        clouds.rollPushKey();
        clouds.rollSecret("another secret");
        clouds.addCertificate();
        pause(QUIET.dividedBy(3));
        clouds.pushAs(SECOND_PUSHER);
        stack.cast().addresses(Provider.GMAIL).forEach(clouds::revoke);
        for (String address : stack.cast().addresses()) {
            if (Provider.of(address) != Provider.IMAP) {
                ObjectNode secret = JSON.createObjectNode();
                secret.set("oauth", clouds.connection(address).get("oauth"));
                stack.api().credential(address, secret);
            }
        }
        pause(QUIET.dividedBy(3));
        clouds.endFirstCertificate();
    }

    private static String latencies(ChaosStack stack) throws SQLException {
        try (Connection connection = stack.postgres().connect(PostgresServer.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                    select m.provider, count(*), round(extract(epoch from percentile_cont(0.5) within group (order by p.processed_at - p.enqueued_at)) * 1000),
                           round(extract(epoch from max(p.processed_at - p.enqueued_at)) * 1000)
                      from email_processed_messages p join mailbox m on m.id = p.mailbox_id group by 1 order by 1
                    """)) {
            StringBuilder text = new StringBuilder("from enqueued to processed:");
            while (rows.next()) {
                text.append(" %s %d mails, median %d ms, longest %d ms;"
                        .formatted(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
            return text.toString();
        }
    }

    private static long number(ChaosStack stack, String sql) throws SQLException {
        try (Connection connection = stack.postgres().connect(PostgresServer.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
