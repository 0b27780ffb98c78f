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
 * with Retry-After; then everything that proves who is who is changed. Nobody acts but the person who enters the new secrets.
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
            outage(stack, Provider.GRAPH);
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

    /** Half of it 503, half of it 429 with Retry-After. */
    private static void outage(ChaosStack stack, Provider provider) throws InterruptedException {
        stack.clouds().outOfOrder(provider, new Fault.Answer(503, "serviceUnavailable", ""));
        pause(OUTAGE.dividedBy(2));
        stack.clouds().outOfOrder(provider, new Fault.Answer(429, "tooManyRequests", "2"));
        pause(OUTAGE.dividedBy(2));
        stack.clouds().outOfOrder(provider, null);
    }

    /** Graph's secret is changed behind our back; Gmail's consent taken back, its pushes signed with another key by another account. */
    private static void newKeys(ChaosStack stack) throws InterruptedException {
        stack.clouds().rollPushKey();
        stack.clouds().rollSecret("another secret");
        pause(QUIET.dividedBy(3));
        stack.clouds().pushAs(SECOND_PUSHER);
        for (String address : stack.cast().addresses(Provider.GRAPH)) {
            stack.api().credential(address, oauth(stack, address, "clientSecret", "another secret"));
        }
        for (String address : stack.cast().addresses(Provider.GMAIL)) {
            String token = stack.clouds().signInAnew(address);
            ObjectNode secret = oauth(stack, address, "refreshToken", token);
            ((ObjectNode) secret.get("oauth")).put("clientSecret", "another secret");
            stack.api().credential(address, secret);
        }
    }

    private static ObjectNode oauth(ChaosStack stack, String address, String field, String value) {
        ObjectNode secret = JSON.createObjectNode();
        ObjectNode oauth = (ObjectNode) stack.clouds().connection(address).get("oauth");
        secret.set("oauth", oauth.put(field, value));
        return secret;
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
