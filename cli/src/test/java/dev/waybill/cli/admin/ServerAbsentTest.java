package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.ProcessIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAbsentTest {
    @TempDir
    Path home;

    @Test
    void whereNothingRunsTheAnswerSaysHowToStart() {
        // Given
        AdminServers servers = new AdminServers(Map.of(), new Home(home));

        // When, Then
        assertThatThrownBy(() -> servers.find(null, null))
                .isInstanceOfSatisfying(
                        VerbFailure.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessage("Waybill is not running here; start it with ./waybill up");
    }

    @Test
    void theFilesOfUpNameServerAndToken() throws IOException {
        // Given
        runningHere(8123);
        AdminServers servers = new AdminServers(Map.of(), new Home(home));

        // When
        AdminServer server = servers.find(null, null);

        // Then
        assertThat(server.url()).isEqualTo(URI.create("http://127.0.0.1:8123"));
        assertThat(server.token()).isEqualTo("made-by-up");
        assertThat(server.toString()).doesNotContain("made-by-up");
        assertThat(servers.smtp()).hasToString("127.0.0.1:3025");
        assertThat(servers.demoMailbox()).isEqualTo("demo@waybill.example");
    }

    @Test
    void optionsGoBeforeTheEnvironmentAndThatBeforeTheFiles() throws IOException {
        // Given
        runningHere(8123);
        Path option = Files.writeString(home.resolve("option"), "from-option\n");
        Map<String, String> environment =
                Map.of("WAYBILL_URL", "https://waybill.example.com/", "WAYBILL_ADMIN_TOKEN", "from-environment");

        // When
        AdminServer byEnvironment = new AdminServers(environment, new Home(home)).find(null, null);
        AdminServer byOption = new AdminServers(environment, new Home(home)).find("http://other.example:81", option);

        // Then
        assertThat(byEnvironment.resolve(ApiPath.of("queue"))).hasToString("https://waybill.example.com/v1/queue");
        assertThat(byEnvironment.token()).isEqualTo("from-environment");
        assertThat(byOption.resolve(ApiPath.of("queue"))).hasToString("http://other.example:81/v1/queue");
        assertThat(byOption.token()).isEqualTo("from-option");
    }

    @Test
    void aTokenFileOfTheEnvironmentIsRead() throws IOException {
        // Given
        Path file = Files.writeString(home.resolve("token"), "from-file\n");
        Map<String, String> environment =
                Map.of("WAYBILL_URL", "http://localhost:8080", "WAYBILL_ADMIN_TOKEN_FILE", file.toString());

        // When
        AdminServer server = new AdminServers(environment, new Home(home)).find(null, null);

        // Then
        assertThat(server.token()).isEqualTo("from-file");
        assertThat(server.tokenSource()).isEqualTo(file.toString());
    }

    @Test
    void withoutTokenTheAnswerSaysWhereItMayCome() {
        // Given
        AdminServers servers = new AdminServers(Map.of("WAYBILL_URL", "http://localhost:8080"), new Home(home));

        // When, Then
        assertThatThrownBy(() -> servers.find(null, null))
                .hasMessageContaining("WAYBILL_ADMIN_TOKEN")
                .hasMessageContaining("--token-file");
    }

    @Test
    void anAddressThatIsNoneIsAUsageError() {
        // When
        Shell.Ended ended = new Shell("localhost:8080", "t", home).waybill("queue", "stats");

        // Then
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("'localhost:8080' is not an address");
    }

    @Test
    void nobodyAtTheNamedAddressIsSaid() throws IOException {
        // Given
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        // When
        Shell.Ended ended = new Shell("http://127.0.0.1:" + free, "t", home).waybill("queue", "stats");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("nobody answers at http://127.0.0.1:" + free);
    }

    @Test
    void aWrongTokenIsSaidWithItsSourceAndNotShown() {
        // Given
        try (FakeAdminApi api = new FakeAdminApi()) {
            // When
            Shell.Ended ended = new Shell(api.url(), "wrong-one", home).waybill("queue", "stats");

            // Then
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err())
                    .contains("not the right one")
                    .contains("token from " + home)
                    .doesNotContain("wrong-one");
        }
    }

    @Test
    void afterDownTheAnswerIsTheSameAsBeforeUp() throws IOException {
        // Given
        runningHere(8123).in(StackState.Phase.STOPPED, "").write(new Home(home));
        AdminServers servers = new AdminServers(Map.of(), new Home(home));

        // When, Then
        assertThatThrownBy(() -> servers.find(null, null)).hasMessage(AdminServer.NOT_RUNNING);
        assertThatThrownBy(servers::smtp).hasMessage(AdminServer.NOT_RUNNING);
    }

    private StackState runningHere(int port) throws IOException {
        Home here = new Home(home);
        Files.createDirectories(here.run());
        Files.createDirectories(here.secrets());
        Files.writeString(here.secrets().resolve("admin-token"), "made-by-up\n");
        StackState state = new StackState(
                StackState.Phase.READY,
                "",
                ProcessIdentity.self(),
                List.of(),
                List.of(
                        new StackState.Service("ingress-webhooks", 1, 8101, 9101, true),
                        new StackState.Service("queue-consumer", 2, port, 9102, true)),
                new StackState.Addresses("", "", ""),
                new StackState.Mail("127.0.0.1:3143", "127.0.0.1:3025", "demo@waybill.example"),
                "",
                "",
                "",
                "");
        state.write(here);
        return state;
    }
}
