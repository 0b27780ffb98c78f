package dev.waybill.mailbox.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.http.LoopbackHttp;
import dev.waybill.devstack.http.Reply;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.GraphSubscriptions.Subscribed;
import dev.waybill.mailbox.GraphSubscriptions.Wanted;
import dev.waybill.mailbox.MailboxAccessException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SdkGraphSubscriptionsTest {
    private final GraphUnderTest graph = new GraphUnderTest();
    private final LoopbackHttp endpoint = LoopbackHttp.bind("the endpoint", 0);
    private volatile int validationStatus = 200;

    @BeforeEach
    void listen() {
        endpoint.serve(call ->
                Reply.text(validationStatus, call.query("validationToken").getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stop() {
        endpoint.close();
        graph.close();
    }

    @Test
    void subscriptionIsMadeForImmutableIdsAndFoundAgain() throws Exception {
        // Given
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "inbox");

        // When
        Subscribed made = graph.subscriptions.create(graph.mailbox, wanted(inbox));
        List<Subscribed> listed = graph.subscriptions.list(graph.mailbox);

        // Then
        assertThat(listed).containsExactly(made);
        assertThat(made.isTo((Connection.Graph) graph.mailbox.connection(), inbox))
                .isTrue();
        assertThat(graph.simulator.subscriptions()).singleElement().satisfies(s -> {
            assertThat(s.immutableIds()).isTrue();
            assertThat(s.changeTypes()).containsExactly("created");
            assertThat(s.clientState()).isEqualTo("s3cret-state");
        });
    }

    @Test
    void renewingSaysUntilWhenItLastsNow() throws Exception {
        // Given
        Subscribed made = graph.subscriptions.create(graph.mailbox, wanted(graph.mail.folder(graph.mailbox, "inbox")));

        // When
        Optional<Subscribed> shortly = graph.subscriptions.renew(
                graph.mailbox, made.id(), Instant.now().plusSeconds(60));

        // Then
        assertThat(shortly).isPresent();
        assertThat(shortly.get().expires()).isAfter(Instant.now().plus(Duration.ofMinutes(40)));
    }

    @Test
    void lostSubscriptionIsTold() throws Exception {
        // Given
        Subscribed made = graph.subscriptions.create(graph.mailbox, wanted(graph.mail.folder(graph.mailbox, "inbox")));
        graph.simulator.loseSubscription(UUID.fromString(made.id()));

        // Then
        assertThat(graph.subscriptions.renew(
                        graph.mailbox, made.id(), Instant.now().plusSeconds(7_200)))
                .isEmpty();
        assertThat(graph.subscriptions.delete(graph.mailbox, made.id())).isFalse();
        assertThat(graph.subscriptions.list(graph.mailbox)).isEmpty();
    }

    @Test
    void deletedSubscriptionIsGone() throws Exception {
        // Given
        Subscribed made = graph.subscriptions.create(graph.mailbox, wanted(graph.mail.folder(graph.mailbox, "inbox")));

        // Then
        assertThat(graph.subscriptions.delete(graph.mailbox, made.id())).isTrue();
        assertThat(graph.simulator.subscriptions()).isEmpty();
    }

    @Test
    void secondSubscriptionToTheSameIsTold() throws Exception {
        // Given
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "inbox");
        graph.subscriptions.create(graph.mailbox, wanted(inbox));

        // When
        MailboxAccessException e = catchThrowableOfType(
                MailboxAccessException.class, () -> graph.subscriptions.create(graph.mailbox, wanted(inbox)));

        // Then
        assertThat(e.reason()).isEqualTo("subscription_exists");
    }

    @Test
    void endpointThatDoesNotValidateIsTold() throws Exception {
        // Given
        GraphMail.Folder inbox = graph.mail.folder(graph.mailbox, "inbox");
        validationStatus = 403;

        // When
        MailboxAccessException e = catchThrowableOfType(
                MailboxAccessException.class, () -> graph.subscriptions.create(graph.mailbox, wanted(inbox)));

        // Then
        assertThat(e.reason()).isEqualTo("validation_failed");
        assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(graph.simulator.subscriptions()).isEmpty();
    }

    private Wanted wanted(GraphMail.Folder folder) {
        return new Wanted(
                folder,
                endpoint.address("/webhooks/microsoft"),
                endpoint.address("/webhooks/microsoft/lifecycle"),
                "s3cret-state",
                Instant.now().plus(Duration.ofDays(6)));
    }
}
