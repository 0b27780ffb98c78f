package dev.waybill.consumer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.consumer.admin.MailboxImport.Entry;
import dev.waybill.mailbox.HostPolicy;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxImportTest {
    private static final String FILE = """
            :mailboxes:
              - :email: "ann@example.com"
                :name: "INBOX"
                :password: "one"
                :host: "127.0.0.1"
                :idle_timeout: 60
              - :email: "bob@example.com"
                :name: "INBOX"
                :password: <%= ENV["BOBS_PASSWORD"] %>
                :host: "127.0.0.1"
              - :email: "carol@example.com"
                :name: "INBOX"
                :host: "127.0.0.1"
            """;

    private final FakeRegistry registry = new FakeRegistry();
    private final MailboxImportResource resource = resource(true);

    @Test
    void rightEntriesAreConnectedAndWrongOnesNamedByLine() {
        // When
        MailboxImport.Result result = resource.json(body(Map.of("BOBS_PASSWORD", "two")), "default", "all", null);

        // Then
        assertThat(result.entries()).extracting(Entry::result).containsExactly("added", "added", "invalid");
        assertThat(result.entries()).extracting(Entry::line).containsExactly(2, 7, 11);
        assertThat(result.entries().getFirst().notes())
                .singleElement()
                .asString()
                .contains("idle_timeout");
        assertThat(result.entries().getLast().message()).contains("password");
        assertThat(result.added()).isEqualTo(2);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(registry.findByAddress("default", "ann@example.com"))
                .hasValueSatisfying(m -> assertThat(m.startAt()).isEqualTo(Instant.EPOCH));
    }

    @Test
    void importingAgainChangesNothing() {
        // Given
        resource.json(body(Map.of("BOBS_PASSWORD", "two")), "default", "now", null);

        // When
        MailboxImport.Result again = resource.json(body(Map.of("BOBS_PASSWORD", "two")), "default", "now", null);

        // Then
        assertThat(again.added()).isZero();
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(registry.changesSince(0).changed()).hasSize(2);
    }

    @Test
    void aDryRunSaysTheSameAndConnectsNothing() {
        // When
        MailboxImport.Result would = resource.json(body(Map.of("BOBS_PASSWORD", "two")), "default", "now", "true");

        // Then
        assertThat(would.added()).isEqualTo(2);
        assertThat(would.entries().getFirst().message()).isEqualTo("would be connected");
        assertThat(registry.changesSince(0).changed()).isEmpty();
    }

    @Test
    void theServicesOwnEnvironmentIsOutOfReach() {
        // Given
        String home = "PATH";
        String yaml = FILE.replace("BOBS_PASSWORD", home);

        // When
        MailboxImport.Result result =
                resource.yaml(new ByteArrayInputStream(yaml.getBytes(UTF_8)), "default", "now", null);

        // Then
        assertThat(System.getenv(home)).isNotEmpty();
        assertThat(result.entries().get(1).result()).isEqualTo("invalid");
        assertThat(result.entries().get(1).message()).contains(home).contains("not set");
    }

    @Test
    void hostsOfTheOperatorsOwnNetworkAreRefusedOneByOne() {
        // When
        MailboxImport.Result result =
                resource(false).json(body(Map.of("BOBS_PASSWORD", "two")), "default", "now", null);

        // Then
        assertThat(result.added()).isZero();
        assertThat(result.entries().getFirst().message()).contains("not on the public Internet");
    }

    @Test
    void whatIsNoFileIsRefused() {
        // When, Then
        assertThat(resource.yaml(new ByteArrayInputStream(new byte[0]), "default", "now", null)
                        .failed())
                .isEqualTo(1);
        assertThatThrownBy(
                        () -> resource.yaml(new ByteArrayInputStream(new byte[] {(byte) 0xff}), "default", "now", null))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> resource.yaml(new ByteArrayInputStream(new byte[2_000_000]), "default", "now", null))
                .hasMessageContaining("larger than");
        assertThatThrownBy(() -> resource.yaml(new ByteArrayInputStream(new byte[0]), "a b", "now", null))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> resource.yaml(new ByteArrayInputStream(new byte[0]), "default", "soon", null))
                .isInstanceOf(Refusal.class);
    }

    private MailboxImportResource resource(boolean allowPrivate) {
        return new MailboxImportResource(
                new MailboxImport(registry, new HostPolicy(allowPrivate)), new StepPace(Instant.EPOCH));
    }

    private static InputStream body(Map<String, String> variables) {
        ObjectMapper json = new ObjectMapper();
        return new ByteArrayInputStream(json.createObjectNode()
                .put("file", FILE)
                .<ObjectNode>set("variables", json.valueToTree(variables))
                .toString()
                .getBytes(UTF_8));
    }
}
