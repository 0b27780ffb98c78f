package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.credential.EncryptedFile;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.credential.TinkCredentials;
import dev.waybill.mailbox.file.FileApplication;
import dev.waybill.mailbox.file.FileReport;
import dev.waybill.mailbox.file.FileReport.Line;
import dev.waybill.mailbox.file.MailboxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of mailboxes, from the disk to the registry. */
class MailboxFileTest {
    private static final SecretBox BOX = Keysets.open(Optional.of(Keysets.generate()), Optional.empty());
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    private static final String TWO = """
            :mailboxes:
              - :email: "a@example.org"
                :name: "inbox"
                :password: "${A_PASSWORD}"
                :host: "imap.example.org"
              - :email: "b@example.org"
                :name: "inbox"
                :password: "b"
                :host: "imap.example.org"
            """;

    private final RegistryDatabase database = RegistryDatabase.fresh();
    private final PostgresFileMailboxes mailboxes =
            new PostgresFileMailboxes(database.source(), BOX, new HostPolicy(true));
    private final FileApplication application = new FileApplication(mailboxes, new HostPolicy(true));
    private final Map<String, String> environment = new HashMap<>(Map.of("A_PASSWORD", "secret a"));

    @TempDir
    private Path directory;

    private MailboxFile file;

    @BeforeEach
    void lead() {
        file = new MailboxFile(directory.resolve("mailboxes.yml"), BOX, environment::get);
        assertThat(mailboxes.lead(Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void mailboxesOfTheFileAreConnectedAndASecondTimeChangesNothing() throws Exception {
        // When
        FileReport first = applied(TWO);
        long version = database.registry(BOX).changesSince(0).version();
        FileReport second = applied(TWO);

        // Then
        assertThat(first.lines())
                .extracting(Line::line, Line::result)
                .containsExactly(tuple(2, "added"), tuple(6, "added"));
        assertThat(secret("a@example.org")).isEqualTo(new Secret.Password("secret a"));
        assertThat(mailbox("a@example.org").startAt()).isEqualTo(NOW);
        assertThat(second.lines()).isEmpty();
        assertThat(database.registry(BOX).changesSince(0).version()).isEqualTo(version);
    }

    @Test
    void changedEntryChangesItsMailboxInPlace() throws Exception {
        // Given
        applied(TWO);
        Mailbox before = mailbox("b@example.org");

        // When
        FileReport report = applied(TWO.replace("\"b\"", "\"other\""));

        // Then
        assertThat(report.lines()).extracting(Line::line, Line::result).containsExactly(tuple(6, "changed"));
        assertThat(mailbox("b@example.org").id()).isEqualTo(before.id());
        assertThat(mailbox("b@example.org").version()).isGreaterThan(before.version());
        assertThat(secret("b@example.org")).isEqualTo(new Secret.Password("other"));
        assertThat(report.toString()).doesNotContain("example.org", "other");
    }

    @Test
    void removedEntryIsPausedAndGoesOnWhenItReturns() throws Exception {
        // Given
        applied(TWO);
        String one = TWO.substring(0, TWO.indexOf("  - :email: \"b@"));

        // When
        FileReport without = applied(one);
        boolean paused = mailbox("b@example.org").paused();
        FileReport again = applied(TWO);

        // Then
        assertThat(without.lines()).extracting(Line::line, Line::result).containsExactly(tuple(0, "paused"));
        assertThat(paused).isTrue();
        assertThat(again.lines()).extracting(Line::line, Line::result).containsExactly(tuple(6, "resumed"));
        assertThat(mailbox("b@example.org").paused()).isFalse();
    }

    @Test
    void mailboxThatAPersonPausedStaysPaused() throws Exception {
        // Given
        applied(TWO);
        database.registry(BOX).setPaused(mailbox("b@example.org").id(), true);

        // When
        applied(TWO.substring(0, TWO.indexOf("  - :email: \"b@")));
        applied(TWO);

        // Then
        assertThat(mailbox("b@example.org").paused()).isTrue();
    }

    @Test
    void brokenFileChangesNothingAndNamesLineKeyAndCure() throws Exception {
        // Given
        applied(TWO);
        long version = database.registry(BOX).changesSince(0).version();

        // When
        FileReport wrongKey = applied(TWO.replace(":host: \"imap.example.org\"\n  -", ":hots: \"x\"\n  -"));
        FileReport noYaml = applied("mailboxes: [");
        FileReport empty = applied("");
        environment.clear();
        FileReport unset = applied(TWO);
        Files.delete(file.path());
        FileReport gone = application.apply("f", file.read(), NOW);

        // Then
        assertThat(List.of(wrongKey, noYaml, empty, unset, gone))
                .allSatisfy(report -> assertThat(report.outcome()).isEqualTo("refused"));
        assertThat(wrongKey.lines())
                .contains(new Line(5, "invalid", "the key 'hots' is unknown; correct it or take it out"));
        assertThat(unset.lines())
                .contains(new Line(
                        4,
                        "invalid",
                        "the value of 'password' refers to the environment variable A_PASSWORD, which is not set"));
        assertThat(gone.lines().getFirst().message()).contains("not there");
        assertThat(database.registry(BOX).changesSince(0).version()).isEqualTo(version);
    }

    @Test
    void mailboxOfTheApiIsLeftAlone() throws Exception {
        // Given
        var own = RegistryDatabase.newMailbox("default", "A@example.org", "own");
        database.registry(BOX).add(own);

        // When
        FileReport report = applied(TWO);

        // Then
        assertThat(report.lines())
                .extracting(Line::line, Line::result)
                .containsExactly(tuple(2, "ignored"), tuple(6, "added"));
        assertThat(secret("a@example.org")).isEqualTo(new Secret.Password("own"));
    }

    @Test
    void refreshTokenThatWasExchangedMeanwhileIsNotOverwritten() throws Exception {
        // Given
        String yaml = """
                mailboxes:
                  - email: "a@example.org"
                    name: "INBOX"
                    host: "outlook.office365.com"
                    oauth:
                      provider: microsoft
                      tenant_id: "contoso.example"
                      client_id: "app"
                      client_secret: "s"
                      refresh_token: "entered"
                """;
        applied(yaml);
        OAuth.RefreshToken entered = (OAuth.RefreshToken) secret("a@example.org");
        credentials().replace(mailbox("a@example.org").id(), entered.exchangedFor("exchanged"));

        // When
        FileReport same = applied(yaml + "\n# a comment\n");
        FileReport other = applied(yaml.replace("entered", "entered anew"));

        // Then
        assertThat(entered.endpoint().url())
                .hasToString("https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token");
        assertThat(same.lines()).isEmpty();
        assertThat(other.lines()).extracting(Line::result).containsExactly("changed");
        assertThat(((OAuth.RefreshToken) secret("a@example.org")).token()).isEqualTo("entered anew");
    }

    @Test
    void wrongGrantIsNamedByItsKey() throws Exception {
        // When
        FileReport report = applied("""
                mailboxes:
                  - email: "a@example.org"
                    name: "INBOX"
                    oauth:
                      provider: microsoft
                      client_id: "app"
                      color: "red"
                """);

        // Then
        assertThat(report.lines())
                .extracting(Line::message)
                .anySatisfy(message -> assertThat(message).contains("oauth.tenant", "is missing"))
                .anySatisfy(message -> assertThat(message).contains("oauth.client_secret", "is missing"))
                .anySatisfy(message -> assertThat(message).contains("oauth.color", "not known"));
    }

    @Test
    void changeCountsOnceItIsAtRest() throws Exception {
        // Given
        Files.writeString(file.path(), TWO);

        // When
        boolean first = file.hasChanged();
        boolean second = file.hasChanged();
        file.read();
        boolean afterwards = file.hasChanged();
        Files.writeString(file.path(), TWO + "\n");
        boolean growing = file.hasChanged();
        Files.writeString(file.path(), TWO + "\n\n");
        boolean stillGrowing = file.hasChanged();
        boolean atRest = file.hasChanged();

        // Then
        assertThat(List.of(first, second, afterwards, growing, stillGrowing, atRest))
                .containsExactly(false, true, false, false, false, true);
    }

    @Test
    void secretInAFileOfItsOwnIsFollowed() throws Exception {
        // Given
        Path secret = Files.writeString(directory.resolve("a"), "first\n");
        environment.clear();
        environment.put("A_PASSWORD_FILE", secret.toString());
        applied(TWO);

        // When
        file.hasChanged();
        Files.writeString(secret, "second\n");
        boolean changed = file.hasChanged();
        FileReport report = application.apply("f", file.read(), NOW);

        // Then
        assertThat(changed).isTrue();
        assertThat(report.lines()).extracting(Line::result).containsExactly("changed");
        assertThat(secret("a@example.org")).isEqualTo(new Secret.Password("second"));
    }

    @Test
    void encryptedFileIsReadUnderItsKeysetOnly() throws Exception {
        // Given
        SecretBox other = Keysets.open(Optional.of(Keysets.generate()), Optional.empty());

        // When
        FileReport own = applied(EncryptedFile.encrypt(TWO, BOX));
        FileReport foreign = applied(EncryptedFile.encrypt(TWO, other));
        FileReport cut = applied(EncryptedFile.encrypt(TWO, BOX).substring(0, 90));

        // Then
        assertThat(own.lines()).hasSize(2);
        assertThat(foreign.lines().getFirst().message()).contains("another keyset");
        assertThat(cut.outcome()).isEqualTo("refused");
    }

    @Test
    void replicaThatLeadsNoMoreChangesNothing() throws Exception {
        // Given
        PostgresFileMailboxes next = new PostgresFileMailboxes(database.source(), BOX, new HostPolicy(true));
        boolean atOnce = next.lead(Duration.ofMinutes(1));
        mailboxes.lead(Duration.ZERO);

        // When
        boolean later = next.lead(Duration.ofMinutes(1));
        FileReport late = applied(TWO);

        // Then
        assertThat(atOnce).isFalse();
        assertThat(later).isTrue();
        assertThat(late.lines()).isEmpty();
        assertThat(database.registry(BOX).changesSince(0).changed()).isEmpty();
    }

    private FileReport applied(String yaml) throws IOException {
        Files.writeString(file.path(), yaml);
        return application.apply("mailboxes.yml", file.read(), NOW);
    }

    private Mailbox mailbox(String address) {
        return database.registry(BOX).findByAddress("default", address).orElseThrow();
    }

    private Secret secret(String address) throws Exception {
        return credentials().open(mailbox(address).id());
    }

    private TinkCredentials credentials() {
        return new TinkCredentials(database.source(), BOX);
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.api.Assertions.tuple(values);
    }
}
