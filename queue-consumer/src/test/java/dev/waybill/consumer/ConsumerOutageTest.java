package dev.waybill.consumer;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.loop.QueueLink;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the consumer does while a server that it needs is away: wait, say so, and go on by itself. */
@QuarkusTest
@QuarkusTestResource(value = ConsumerServers.class, restrictToAnnotatedClass = true)
class ConsumerOutageTest {
    @Inject
    MailboxRegistry registry;

    @Inject
    PointerQueue queue;

    @Inject
    DeadLetters dead;

    @Inject
    QueueLink link;

    @Inject
    AgroalDataSource dataSource;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @TestHTTPResource(value = "/health/started", management = true)
    URI started;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    private Rows rows;

    @BeforeEach
    void ready() {
        rows = new Rows(dataSource);
        Await.until("it is ready", () -> get(ready).statusCode() == 200);
    }

    private List<Pointer> receive(Inbox inbox, int count) {
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pointers.add(inbox.receive(Inbox.mail("Subject: " + i + "\r\n", "mail " + i)));
        }
        return pointers;
    }

    private void awaitTickets(Inbox inbox, int count) {
        Await.until(
                count + " tickets",
                () -> rows.all("select count(*) from ticket where mailbox_id = '" + inbox.id() + "'")
                        .contains(String.valueOf(count)));
    }

    @Test
    void whilePostgresIsAwayNothingIsLostAndNoAttemptIsBurnt() {
        // Given
        Inbox inbox = Inbox.connect(registry, ConsumerServers.mail());
        List<Pointer> pointers = receive(inbox, 40);
        queue.enqueue(pointers.subList(0, 20), Priority.LIVE);

        // When
        ConsumerServers.postgres().stop();
        queue.enqueue(pointers.subList(20, 40), Priority.LIVE);
        Await.until(
                "it says what is wrong",
                () -> get(ready).statusCode() == 503 && get(ready).asString().contains("PostgreSQL"));
        ConsumerServers.postgres().restart();

        // Then
        awaitTickets(inbox, 40);
        Await.until("it is ready again", () -> get(ready).statusCode() == 200);
        assertThat(rows.all("select sum(attempts), count(*) from email_processed_messages where mailbox_id = '"
                        + inbox.id() + "'"))
                .containsExactly("0|40");
        assertThat(dead.count()).isZero();
    }

    @Test
    void anIdleConsumerSaysTooThatPostgresIsAway() {
        // When
        ConsumerServers.postgres().stop();

        // Then
        try {
            Await.until(
                    "it says what is wrong",
                    () -> get(ready).statusCode() == 503
                            && get(ready).asString().contains("PostgreSQL"));
        } finally {
            ConsumerServers.postgres().restart();
        }
        Await.until("it is ready again", () -> get(ready).statusCode() == 200);
    }

    @Test
    void whileRedisIsAwayTheProcessWaitsAndGoesOn() {
        // Given
        Inbox inbox = Inbox.connect(registry, ConsumerServers.mail());
        List<Pointer> pointers = receive(inbox, 20);
        queue.enqueue(pointers.subList(0, 10), Priority.LIVE);

        // When
        ConsumerServers.redis().stop();
        Await.until(
                "it says what is wrong",
                () -> get(ready).statusCode() == 503 && get(ready).asString().contains("Redis"));
        ConsumerServers.redis().restart();
        Await.until("Redis answers", () -> link.problem().isEmpty());
        queue.enqueue(pointers, Priority.LIVE);

        // Then
        awaitTickets(inbox, 20);
        Await.until("it is ready again", () -> get(ready).statusCode() == 200);
        assertThat(dead.count()).isZero();
    }

    @Test
    void startIsReportedAndTheNumbersAreThere() {
        assertThat(get(started).statusCode()).isEqualTo(200);
        Await.until("the gauges are there", () -> {
            String text = get(metrics).asString();
            return text.contains("waybill_queue_pointers{state=\"ready\"}")
                    && text.contains("waybill_dependency_up{dependency=\"redis\"} 1.0")
                    && text.contains("waybill_dependency_up{dependency=\"postgresql\"} 1.0");
        });
    }
}
