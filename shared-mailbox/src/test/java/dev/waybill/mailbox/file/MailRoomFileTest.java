package dev.waybill.mailbox.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TokenEndpoint;
import dev.waybill.mailbox.file.MailRoomItem.Problem;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailRoomFileTest {
    private static final Map<String, String> VARIABLES = Map.of("MAIL_PASSWORD", "from env", "DOMAIN", "example.org");

    @Test
    void entryWithSymbolsIsReadWithTheDefaultsOfMailRoom() {
        // When
        MailRoomEntry entry = onlyEntry("""
                ---
                :mailboxes:
                  -
                    :email: "user1@gmail.com"
                    :password: "p:ss #word"
                    :name: "inbox"
                """);

        // Then
        assertThat(entry.line()).isEqualTo(4);
        assertThat(entry.imap()).contains(new Connection.Imap("imap.gmail.com", 993, Security.TLS, "user1@gmail.com"));
        assertThat(entry.secret()).contains(new Secret.Password("p:ss #word"));
        assertThat(entry.folders()).containsExactly("INBOX");
        assertThat(entry.afterProcessing()).isEqualTo(new AfterProcessing.Keep());
        assertThat(entry.notes()).isEmpty();
    }

    @Test
    void entryWithPlainKeysIsReadToo() {
        // When
        MailRoomEntry entry = onlyEntry("""
                mailboxes:
                - email: help@example.org
                  password: x
                  name: Support/New
                  host: mail.example.org
                  port: 143
                  ssl: false
                  start_tls: true
                  inbox_method: imap
                  delete_after_delivery: true
                  expunge_deleted: true
                """);

        // Then
        assertThat(entry.imap())
                .contains(new Connection.Imap("mail.example.org", 143, Security.STARTTLS, "help@example.org"));
        assertThat(entry.folders()).containsExactly("Support/New");
        assertThat(entry.afterProcessing()).isEqualTo(new AfterProcessing.Delete());
    }

    @Test
    void securityFollowsSslAndStartTls() {
        assertThat(security(":ssl: true\n    :start_tls: true")).isEqualTo(Security.TLS);
        assertThat(security(":ssl: false\n    :start_tls: false")).isEqualTo(Security.NONE);
        assertThat(security(":ssl:\n      :verify_mode: :peer")).isEqualTo(Security.TLS);
    }

    @Test
    void environmentIsResolved() {
        // When
        List<MailRoomItem> items = parse("""
                :mailboxes:
                  - :email: "help@<%= ENV["DOMAIN"] %>"
                    :password: ${MAIL_PASSWORD}
                    :name: inbox
                    :host: <%= ENV.fetch('MAIL_HOST', 'imap.example.org') %>
                  - :email: other@example.org
                    :password: <%= ENV["MAIL_PASSWORD"] %>
                    :name: inbox
                  - :email: third@example.org
                    :password: pa${MAIL_PASSWORD}ss
                    :name: inbox
                """);

        // Then
        assertThat(items).hasSize(3).allSatisfy(item -> assertThat(item).isInstanceOf(MailRoomEntry.class));
        assertThat((MailRoomEntry) items.get(0)).satisfies(entry -> {
            assertThat(entry.email()).isEqualTo("help@example.org");
            assertThat(entry.secret()).contains(new Secret.Password("from env"));
            assertThat(entry.imap().orElseThrow().host()).isEqualTo("imap.example.org");
        });
        assertThat(((MailRoomEntry) items.get(1)).secret()).contains(new Secret.Password("from env"));
        assertThat(((MailRoomEntry) items.get(2)).secret()).contains(new Secret.Password("pa${MAIL_PASSWORD}ss"));
    }

    @Test
    void wrongEntriesAreToldByLineAndHideNoOther() {
        // When
        List<MailRoomItem> items = parse("""
                :mailboxes:
                  - :email: a@example.org
                    :password: ${NOT_SET}
                    :name: inbox
                  - :email: b@example.org
                    :pasword: hunter2
                    :name: inbox
                    :port: 99999
                  - just words
                  - :email: c@example.org
                    :password: x
                    :name: inbox
                    :ssl: maybe
                  - :email: d@example.org
                    :password: x
                    :name: inbox
                  - :email: e@example.org
                    :password: <%= `cat /etc/passwd` %>
                    :name: inbox
                  - :email: f@example.org
                    :email: g@example.org
                    :password: x
                    :name: inbox
                """);

        // Then
        assertThat(items)
                .filteredOn(MailRoomEntry.class::isInstance)
                .singleElement()
                .satisfies(item -> assertThat(((MailRoomEntry) item).email()).isEqualTo("d@example.org"));
        assertThat(items)
                .filteredOn(Problem.class::isInstance)
                .extracting(Object::toString)
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("line 3: ").contains("NOT_SET"),
                        one -> assertThat(one).startsWith("line 5: ").contains("'password' is missing"),
                        one -> assertThat(one).startsWith("line 6: ").contains("'pasword' is unknown"),
                        one -> assertThat(one).startsWith("line 8: ").contains("1 to 65535"),
                        one -> assertThat(one).startsWith("line 9: "),
                        one -> assertThat(one).startsWith("line 13: ").contains("'ssl' must be true or false"),
                        one -> assertThat(one).startsWith("line 18: ").contains("template"),
                        one -> assertThat(one).startsWith("line 21: ").contains("a second time"))
                .noneSatisfy(one -> assertThat(one).containsAnyOf("hunter2", "passwd"));
    }

    @Test
    void optionsWithoutMeaningHereAreNoted() {
        // When
        MailRoomEntry entry = onlyEntry("""
                :mailboxes:
                  - :email: a@example.org
                    :password: x
                    :name: inbox
                    :search_command: 'NEW'
                    :delivery_method: sidekiq
                    :delivery_options:
                      :redis_url: redis://localhost:6379
                    :logger:
                      :log_path: /dev/null
                    :delete_after_delivery: true
                """);

        // Then
        assertThat(entry.notes())
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one).startsWith("line 5: search_command has no effect"),
                        one -> assertThat(one).startsWith("line 6: delivery_method has no effect"),
                        one -> assertThat(one).startsWith("line 7: delivery_options has no effect"),
                        one -> assertThat(one).startsWith("line 9: logger has no effect"),
                        one -> assertThat(one).startsWith("line 11: delete_after_delivery removes"));
    }

    @Test
    void foldersOfOneAddressBecomeOneMailbox() {
        // When
        List<MailRoomItem> items = parse("""
                :mailboxes:
                  - { email: a@example.org, password: x, name: inbox }
                  - { email: A@example.org, password: x, name: Other }
                  - { email: a@example.org, password: x, name: Billing }
                  - { email: a@example.org, password: y, name: Sales }
                """);

        // Then
        assertThat(items).filteredOn(Problem.class::isInstance).hasSize(2);
        assertThat(items)
                .filteredOn(MailRoomEntry.class::isInstance)
                .singleElement()
                .satisfies(item -> assertThat(((MailRoomEntry) item).folders()).containsExactly("INBOX", "Billing"));
        assertThat(items)
                .last()
                .satisfies(
                        item -> assertThat(item.toString()).startsWith("line 5: its address stands already at line 2"));
    }

    @Test
    void whatMicrosoft365NeedsAndIsMissingIsNamedWithItsLine() {
        // Given
        MailRoomEntry graph = onlyEntry("""
                :mailboxes:
                  - :email: user7@outlook365.com
                    :name: inbox
                    :inbox_method: microsoft_graph
                    :inbox_options:
                      :tenant_id: 12345
                      :graph_endpoint: https://graph.microsoft.us/
                """);
        MailRoomEntry gmail = onlyEntry("""
                :mailboxes:
                  - :email: user8@example.org
                    :name: inbox
                    :inbox_method: gmail
                """);

        // Then
        assertThatThrownBy(() -> graph.toMailbox("default", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("line 2", "clientId", "clientSecret");
        assertThatThrownBy(() -> gmail.toMailbox("default", Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("line 2", "--gmail");
    }

    @Test
    void mailboxOfMicrosoft365IsOneOfItsApplication() {
        // Given
        MailRoomEntry entry = onlyEntry("""
                :mailboxes:
                  - :email: user7@outlook365.com
                    :password: password
                    :name: inbox
                    :inbox_method: microsoft_graph
                    :inbox_options:
                      :tenant_id: 12345
                      :client_id: ABCDE
                      :client_secret: <%= ENV["MAIL_PASSWORD"] %>
                """);

        // Then
        assertThat(entry.provider()).isEqualTo(Provider.GRAPH);
        assertThat(entry.inboxOptions())
                .isEqualTo(Map.of("tenant_id", "12345", "client_id", "ABCDE", "client_secret", "from env"));
        NewMailbox wanted = entry.toMailbox("default", Instant.EPOCH);
        assertThat(wanted.connection()).isEqualTo(new Connection.Graph(GraphCloud.GLOBAL, "user7@outlook365.com"));
        assertThat(((OAuth) wanted.secret()).endpoint())
                .isEqualTo(new TokenEndpoint(
                        URI.create("https://login.microsoftonline.com/12345/oauth2/v2.0/token"),
                        "https://graph.microsoft.com/.default"));
        assertThat(entry.toString()).doesNotContain("from env", "password");
    }

    @Test
    void entryBecomesAMailbox() {
        // Given
        MailRoomEntry entry = onlyEntry("""
                :mailboxes:
                  - { email: a@example.org, password: x, name: inbox, host: h, port: 1993 }
                """);

        // When
        NewMailbox mailbox = entry.toMailbox("tenant", Instant.EPOCH);

        // Then
        assertThat(mailbox)
                .isEqualTo(new NewMailbox(
                        "tenant",
                        "a@example.org",
                        new Connection.Imap("h", 1993, Security.TLS, "a@example.org"),
                        List.of("INBOX"),
                        Instant.EPOCH,
                        new AfterProcessing.Keep(),
                        new Secret.Password("x")));
    }

    @Test
    void certificateChecksCannotBeSwitchedOff() {
        // When
        List<MailRoomItem> items = parse("""
                :mailboxes:
                  - :email: a@example.org
                    :password: x
                    :name: inbox
                    :ssl:
                      :verify_mode: :none
                """);

        // Then
        assertThat(items)
                .singleElement()
                .satisfies(item ->
                        assertThat(item.toString()).startsWith("line 6: ").contains("ca-file"));
    }

    @Test
    void fileThatIsNoneIsOneProblem() {
        assertThat(parse("")).singleElement().asString().contains("line 1", "empty");
        assertThat(parse("hello")).singleElement().asString().contains(":mailboxes:");
        assertThat(parse(":mailboxes: 7")).singleElement().asString().contains("must be a list");
        assertThat(parse("a: b\nc: [d\n"))
                .singleElement()
                .asString()
                .startsWith("line 3")
                .contains("not YAML");
        assertThat(parse("\0")).singleElement().asString().contains("line 1");
    }

    @Test
    void passwordThatLooksLikeAnAliasIsNotQuoted() {
        // When
        List<MailRoomItem> items = parse(":mailboxes:\n  - :email: a@example.org\n    :password: *hunter2\n");

        // Then
        assertThat(items)
                .singleElement()
                .satisfies(item -> assertThat(item.toString())
                        .startsWith("line 3: ")
                        .contains("in quotes")
                        .doesNotContain("hunter2"));
    }

    @Test
    void valueOfAVariableCannotChangeTheShapeOfTheFile() {
        // When
        List<MailRoomItem> items = MailRoomFile.parse(
                new StringReader(":mailboxes:\n  - { email: a@example.org, password: <%= ENV['X'] %>, name: inbox }\n"),
                name -> "x, name: other }\n  - \"");

        // Then
        assertThat(items)
                .singleElement()
                .satisfies(item -> assertThat(((MailRoomEntry) item).secret())
                        .contains(new Secret.Password("x, name: other }\n  - \"")));
    }

    @Test
    void otherTopKeyIsToldAndTheListStillRead() {
        // When
        List<MailRoomItem> items = parse("""
                :health_check:
                  :port: 8080
                :mailbox: 1
                :mailboxes:
                  - { email: a@example.org, password: x, name: inbox }
                """);

        // Then
        assertThat(items).hasSize(2);
        assertThat(items.get(0).toString()).startsWith("line 3: ").contains("':mailbox' is unknown");
        assertThat(items.get(1)).isInstanceOf(MailRoomEntry.class);
    }

    private static Security security(String lines) {
        return onlyEntry(":mailboxes:\n  - :email: a@example.org\n    :password: x\n    :name: inbox\n    " + lines
                        + "\n")
                .imap()
                .orElseThrow()
                .security();
    }

    private static MailRoomEntry onlyEntry(String yaml) {
        List<MailRoomItem> items = parse(yaml);
        assertThat(items).singleElement().isInstanceOf(MailRoomEntry.class);
        return (MailRoomEntry) items.getFirst();
    }

    private static List<MailRoomItem> parse(String yaml) {
        return MailRoomFile.parse(new StringReader(yaml), VARIABLES::get);
    }
}
