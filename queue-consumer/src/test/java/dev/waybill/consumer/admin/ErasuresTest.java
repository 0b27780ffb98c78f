package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.consumer.retention.Erasure;
import dev.waybill.consumer.retention.Erasure.Erased;
import dev.waybill.consumer.retention.Erasure.Place;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasuresTest {
    private final SteppedPace pace = new SteppedPace();
    private final FakeRegistry registry = new FakeRegistry();
    private final List<String> steps = new ArrayList<>();
    private final ErasuresResource erasures = new ErasuresResource(this::step, new MailboxDirectory(registry), pace);

    /** Ten pages of comments, each of which takes a second. */
    private Erasure.Step step(Erasure.Person person, Place from, boolean dryRun) {
        steps.add(person.tenant() + " " + person.address() + " " + from.text() + (dryRun ? " dry" : ""));
        pace.step(Duration.ofSeconds(1));
        long page = from instanceof Place.Comments(var behind) ? behind + 1 : 1;
        return new Erasure.Step(
                new Erased(0, 2, 0, 1, 0, 0, 0), page == 10 ? Optional.empty() : Optional.of(new Place.Comments(page)));
    }

    @Test
    void aLongErasureAnswersInBetweenAndGoesOnFromThere() {
        // When
        ErasuresResource.Result first = erasures.erase(body("{\"address\": \" Ann@Example.org\"}"), null);
        ErasuresResource.Result second =
                erasures.erase(body("{\"address\":\"ann@example.org\",\"cursor\":\"" + first.next() + "\"}"), null);

        // Then
        assertThat(first).isEqualTo(new ErasuresResource.Result(false, new Erased(0, 10, 0, 5, 0, 0, 0), "comments:5"));
        assertThat(second).isEqualTo(new ErasuresResource.Result(false, new Erased(0, 10, 0, 5, 0, 0, 0), null));
        assertThat(steps).hasSize(10).first().isEqualTo("default ann@example.org tickets:0");
    }

    @Test
    void aDryRunIsOne() {
        // When
        ErasuresResource.Result would =
                erasures.erase(body("{\"address\":\"ann@example.org\",\"tenant\":\"acme\"}"), "true");

        // Then
        assertThat(would.dryRun()).isTrue();
        assertThat(steps)
                .allSatisfy(step -> assertThat(step).startsWith("acme ").endsWith(" dry"));
    }

    @Test
    void aMailboxIsNoPerson() {
        // Given
        registry.put(new Mailbox(
                UUID.randomUUID(),
                "default",
                "help@example.com",
                new Connection.Imap("imap.example.com", 993, Connection.Security.TLS, "help"),
                List.of("INBOX"),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1));

        // When
        assertThatThrownBy(() -> erasures.erase(body("{\"address\":\"HELP@example.com\"}"), null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is a connected mailbox");

        // Then
        assertThat(steps).isEmpty();
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThatThrownBy(() -> erasures.erase(body("{}"), null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> erasures.erase(body("{\"address\":\"ann\"}"), null))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> erasures.erase(body("{\"address\":\"a@b.example\",\"cursor\":\"x\"}"), null))
                .isInstanceOf(Refusal.class);
        assertThat(steps).isEmpty();
    }

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}
