package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.loop.Journal.Step;
import dev.waybill.devstack.ClientKeys;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.ClientProof.Algorithm;
import dev.waybill.mailbox.ClientProof.Placement;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials that change while mails are on their way: nothing is lost, skipped, counted or dead. */
@Timeout(60)
class RolledCredentialsTest {
    private static final int MAILS = 24;
    private static ConsumerDatabase database;
    private CloudUnderTest cloud;

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void start() throws Exception {
        cloud = new CloudUnderTest(database);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void clientSecretIsRolledUnderLoad() throws Exception {
        // Given
        OAuth.ClientCredentials before = (OAuth.ClientCredentials) cloud.credentials.get(cloud.graph.id());
        cloud.tokenServer.directory().addApplication("app-1", "first");

        // Then
        assertRolls(
                application(before.endpoint(), new ClientProof.SharedSecret("first", Placement.BODY)),
                () -> cloud.tokenServer.directory().addApplication("app-1", "second"),
                application(before.endpoint(), new ClientProof.SharedSecret("second", Placement.BODY)));
    }

    @Test
    void certificateIsRolledUnderLoad() throws Exception {
        // Given
        OAuth.ClientCredentials before = (OAuth.ClientCredentials) cloud.credentials.get(cloud.graph.id());
        ClientKeys first = ClientKeys.make();
        ClientKeys second = ClientKeys.make();
        cloud.tokenServer.directory().addApplication("app-1", first.certificate());

        // Then
        assertRolls(
                application(before.endpoint(), proof(first)),
                () -> cloud.tokenServer.directory().addApplication("app-1", second.certificate()),
                application(before.endpoint(), proof(second)));
    }

    @Test
    void refreshTokenIsRolledUnderLoad() throws Exception {
        // Given
        OAuth.ClientCredentials before = (OAuth.ClientCredentials) cloud.credentials.get(cloud.graph.id());
        String first = cloud.tokenServer.directory().signIn("app-2", CloudUnderTest.GRAPH_ADDRESS);

        // Then
        assertRolls(
                person(before.endpoint(), first),
                () -> cloud.tokenServer.directory().revoke(CloudUnderTest.GRAPH_ADDRESS),
                // A person signs in anew when it has happened.
                null);
    }

    private void assertRolls(OAuth before, Runnable atTheProvider, @org.jspecify.annotations.Nullable OAuth after)
            throws Exception {
        cloud.credentials.put(cloud.graph.id(), before);
        for (int i = 0; i < MAILS; i++) {
            cloud.notice(cloud.graphBox.deliver(CloudUnderTest.raw("m" + i)));
        }
        cloud.round();
        int early = cloud.subjects().size();

        // When
        atTheProvider.run();
        cloud.tokenServer.directory().forgetAccessTokens();
        cloud.run();
        int meanwhile = cloud.subjects().size();
        cloud.credentials.put(
                cloud.graph.id(),
                after != null
                        ? after
                        : person(
                                before.endpoint(),
                                cloud.tokenServer.directory().signIn("app-2", CloudUnderTest.GRAPH_ADDRESS)));
        cloud.after(Duration.ofMinutes(6));

        // Then
        assertThat(early).isBetween(1, MAILS - 1);
        assertThat(meanwhile).isEqualTo(early);
        assertThat(cloud.subjects()).hasSize(MAILS);
        assertThat(cloud.outcomes()).containsOnly("processed");
        assertThat(cloud.dead()).isZero();
        assertThat(cloud.steps).noneMatch(step -> step instanceof Step.Retried);
    }

    private static OAuth application(TokenEndpoint endpoint, ClientProof proof) {
        return new OAuth.ClientCredentials(endpoint, "app-1", proof);
    }

    private static ClientProof proof(ClientKeys keys) {
        return new ClientProof.Certificate(keys.certificatePem(), keys.privateKeyPem(), Algorithm.PS256);
    }

    private static OAuth person(TokenEndpoint endpoint, String refreshToken) {
        return OAuth.RefreshToken.entered(
                endpoint, "app-2", new ClientProof.SharedSecret("s3cret", Placement.BODY), refreshToken);
    }
}
