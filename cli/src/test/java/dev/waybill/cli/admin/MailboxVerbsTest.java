package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.admin.FakeAdminApi.Asked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxVerbsTest {
    private static final String LIST = """
        [{"id":"7d6c1c7e-0000-4000-8000-000000000001","tenant":"default","address":"help@example.com","provider":"imap",
          "state":"active","since":null,"lastError":"","nextTry":null,"folders":["INBOX","Sales"]},
         {"id":"7d6c1c7e-0000-4000-8000-000000000002","tenant":"default","address":"billing-department@example.com",
          "provider":"imap","state":"auth_failed","since":"2020-01-01T00:00:00Z",
          "lastError":"imap.example.com refused the password\\u001b[31m","nextTry":null,"folders":["INBOX"]}]
        """;
    private static final String ACCOUNT = """
        {"address":"help@example.com","provider":"imap","state":"active","since":null,"lastError":"","nextTry":null,
         "waiting":3,"inFlight":1,"delayed":0,"held":0,
         "outcomes":{"processed":{"comment":40,"ticket":250},"skipped":{"too_large":2},"dead":{"parse_failed":4}},
         "found":300,"unaccounted":0,"providerChecked":true,"providerProblem":""}
        """;

    @TempDir
    Path directory;

    private FakeAdminApi api;
    private Shell shell;

    @BeforeEach
    void start() {
        api = new FakeAdminApi();
        shell = new Shell(api, directory);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void listIsAnAlignedTableWithoutEscapeSequences() {
        // Given
        api.on("GET /v1/mailboxes", LIST);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "list");

        // Then
        String[] lines = ended.out().split("\\R");
        assertThat(ended.status()).isZero();
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).matches("address +provider +state +since +folders +last error");
        assertThat(lines[1].indexOf("imap")).isEqualTo(lines[0].indexOf("provider"));
        assertThat(lines[1]).contains("INBOX, Sales");
        assertThat(lines[2])
                .contains("auth_failed")
                .contains("refused the password")
                .doesNotContain("\u001b");
    }

    @Test
    void listAsJsonIsWhatTheServerSaid() throws Exception {
        // Given
        api.on("GET /v1/mailboxes", LIST);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "list", "--json");

        // Then
        JsonNode printed = Screen.JSON.readTree(ended.out());
        assertThat(printed).isEqualTo(Screen.JSON.readTree(LIST));
        assertThat(ended.out()).contains("\n").endsWith("\n");
    }

    @Test
    void showTellsWhereEachMailIs() {
        // Given
        api.on("GET /v1/mailboxes/help%40example.com", ACCOUNT);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "show", "help@example.com");

        // Then
        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .containsPattern("found +waiting +in flight")
                .containsPattern("300 +3 +1 +0 +0 +0")
                .containsPattern("processed +290 +comment 40, ticket 250")
                .containsPattern("dead +4 +parse_failed 4")
                .doesNotContain("not compared");
    }

    @Test
    void showTellsHowItWasComparedLast() {
        // Given
        api.on("GET /v1/mailboxes/help%40example.com", ACCOUNT.strip().replaceFirst("}$", """
            , "reconciliation": {"lastAt": "2020-01-01T00:00:00Z", "reason": "schedule", "missing": 2, "enqueued": 2,
              "missingIds": ["AAAA", "BBBB"], "problem": "the server was away", "nextAt": "2099-01-01T00:00:00Z"}}
            """));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "show", "help@example.com");

        // Then
        assertThat(ended.out())
                .containsPattern("compared \\d+d ago: 2 missing, 2 of them enqueued \\(AAAA BBBB\\)")
                .contains("the last comparison failed: the server was away")
                .containsPattern("next comparison in \\d+d");
    }

    @Test
    void showSaysWhenTheProviderWasNotAsked() {
        // Given
        api.on(
                "GET /v1/mailboxes/help%40example.com",
                ACCOUNT.replace(
                        "\"unaccounted\":0,\"providerChecked\":true,\"providerProblem\":\"\"",
                        "\"unaccounted\":null,\"providerChecked\":false,\"providerProblem\":\"no answer from"
                                + " imap.example.com\""));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "show", "help@example.com");

        // Then
        assertThat(ended.out())
                .contains("unknown")
                .contains("not compared with the provider: no answer from imap.example.com");
    }

    @Test
    void showTellsHowAProviderPushes() {
        // Given
        api.on("GET /v1/mailboxes/help%40example.com", ACCOUNT.replace("\"imap\"", "\"graph\""));
        api.on("GET /v1/mailboxes/help%40example.com/push", """
            {"mode": "polling", "reason": "silent", "since": "2020-01-01T00:00:00Z", "listedUntil": "2020-01-01T00:00:00Z",
             "failures": 2, "lastError": "Graph said 403 \\u001b", "nextTry": null,
             "channels": [{"folder": "inbox", "expires": "2099-01-01T00:00:00Z", "lastPush": null}]}
            """);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "show", "help@example.com");

        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("new mail by polling for \\d+d: silent; listed besides \\d+d ago")
                .containsPattern("subscription to inbox, ends in \\d+d, no push yet")
                .contains("its upkeep failed 2 times: Graph said 403")
                .doesNotContain("\u001b");
    }

    @Test
    void addSendsTheFlagsAndThePasswordOfItsFile() throws Exception {
        // Given
        Path password = Files.writeString(directory.resolve("password"), "s3cret äö\n");
        api.on("POST /v1/mailboxes", 201, "{\"message\": \"connected help@example.com\"}");

        // When
        Shell.Ended ended = shell.waybill(
                "mailbox",
                "add",
                "help@example.com",
                "--host",
                "imap.example.com",
                "--port",
                "1143",
                "--security",
                "starttls",
                "--folder",
                "INBOX",
                "--folder",
                "Sales",
                "--since",
                "7d",
                "--password-file",
                password.toString());

        // Then
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().strip()).isEqualTo("connected help@example.com");
        assertThat(Screen.JSON.readTree(api.asked.getFirst().body())).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@example.com","imap":{"host":"imap.example.com","security":"starttls","port":1143},
             "since":"7d","folders":["INBOX","Sales"],"password":"s3cret äö"}
            """));
    }

    @Test
    void addWithOAuthSendsSecretsOfFilesAndNoServer() throws Exception {
        // Given
        Path secret = Files.writeString(directory.resolve("secret"), "cl1ent\n");
        Path token = Files.writeString(directory.resolve("refresh"), "r3fresh\n");
        api.on("POST /v1/mailboxes?test=true", 201, "{\"message\": \"connected help@contoso.com\"}");

        // When
        Shell.Ended ended = shell.waybill(
                "mailbox",
                "add",
                "help@contoso.com",
                "--oauth",
                "microsoft",
                "--tenant-id",
                "contoso.com",
                "--client-id",
                "app-1",
                "--client-secret-file",
                secret.toString(),
                "--refresh-token-file",
                token.toString(),
                "--test");

        // Then
        assertThat(ended.err()).isEmpty();
        assertThat(Screen.JSON.readTree(api.asked.getFirst().body())).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@contoso.com",
             "oauth":{"provider":"microsoft","tenant":"contoso.com","clientId":"app-1","clientSecret":"cl1ent",
              "refreshToken":"r3fresh"}}
            """));
    }

    @Test
    void mailboxesOfApisAreConnectedByFlags() throws Exception {
        // Given
        api.on("POST /v1/mailboxes", 201, "{\"message\": \"connected\"}");
        Path secret = Files.writeString(directory.resolve("secret"), "cl1ent");
        Path key = Files.writeString(directory.resolve("key.json"), "{}");

        // When
        Shell.Ended graph = shell.waybill(
                "mailbox",
                "add",
                "help@contoso.cn",
                "--graph",
                "--cloud",
                "china",
                "--tenant-id",
                "contoso.cn",
                "--client-id",
                "app-1",
                "--client-secret-file",
                secret.toString());
        Shell.Ended gmail = shell.waybill(
                "mailbox",
                "add",
                "help@example.org",
                "--gmail",
                "--service-account-file",
                key.toString(),
                "--folder",
                "Support");

        // Then
        assertThat(graph.err() + gmail.err()).isEmpty();
        assertThat(Screen.JSON.readTree(api.asked.getFirst().body())).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@contoso.cn","graph":{"cloud":"china"},
             "oauth":{"tenant":"contoso.cn","clientId":"app-1","clientSecret":"cl1ent"}}
            """));
        assertThat(Screen.JSON.readTree(api.asked.getLast().body())).isEqualTo(Screen.JSON.readTree("""
            {"address":"help@example.org","folders":["Support"],"gmail":{},"oauth":{"serviceAccount":"{}"}}
            """));
    }

    @Test
    void flagsOfAnotherProviderAreAUsageError() {
        // When
        Shell.Ended both = shell.waybill("mailbox", "add", "a@b.example", "--graph", "--gmail");
        Shell.Ended host = shell.waybill("mailbox", "add", "a@b.example", "--graph", "--host", "h");
        Shell.Ended grant = shell.waybill("mailbox", "add", "a@b.example", "--gmail");

        // Then
        assertThat(both.status()).isEqualTo(2);
        assertThat(host.status()).isEqualTo(2);
        assertThat(grant.status()).isEqualTo(2);
        assertThat(grant.err()).contains("--service-account-file");
        assertThat(api.asked).isEmpty();
    }

    @Test
    void testShowsEachStepWithItsMarkAndFailsIfOneFailed() {
        // Given
        api.on("POST /v1/mailboxes/help%40example.com/test", """
            {"address":"help@example.com","passed":false,
             "message":"help@example.com: the step 'login' failed: the server refused it",
             "steps":[{"name":"dns","mark":"ok","found":"h is 192.0.2.1","millis":3},
                      {"name":"tls","mark":"warn","found":"9 days left","millis":40},
                      {"name":"login","mark":"failed","found":"the server refused it","millis":12}]}
            """);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "test", "help@example.com");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out().lines())
                .anySatisfy(line -> assertThat(line).matches("✓ +dns +3 +h is 192.0.2.1"))
                .anySatisfy(line -> assertThat(line).matches("! +tls +40 +9 days left"))
                .anySatisfy(line -> assertThat(line).matches("✗ +login +12 +the server refused it"))
                .anySatisfy(line -> assertThat(line).startsWith("help@example.com: the step 'login' failed"));
    }

    @Test
    void testOfAMailboxThatIsNotConnectedSendsItsFile() throws Exception {
        // Given
        String request = "{\"address\":\"a@b.example\",\"password\":\"x\"}";
        Path file = Files.writeString(directory.resolve("mailbox.json"), request);
        api.on("POST /v1/mailboxes/test", "{\"passed\":true,\"message\":\"a@b.example works\",\"steps\":[]}");

        // When
        Shell.Ended ended = shell.waybill("mailbox", "test", "--json-file", file.toString());
        Shell.Ended neither = shell.waybill("mailbox", "test");

        // Then
        assertThat(ended.status()).isZero();
        assertThat(api.asked).containsExactly(new Asked("POST /v1/mailboxes/test", "application/json", request));
        assertThat(neither.status()).isEqualTo(2);
    }

    @Test
    void credentialIsReplacedFromAFile() throws Exception {
        // Given
        Path password = Files.writeString(directory.resolve("password"), "new\n");
        api.on("PUT /v1/mailboxes/help%40example.com/credential", "{\"message\":\"replaced\"}");

        // When
        Shell.Ended ended =
                shell.waybill("mailbox", "credential", "help@example.com", "--password-file", password.toString());

        // Then
        assertThat(ended.out().strip()).isEqualTo("replaced");
        assertThat(api.asked.getFirst().body()).isEqualTo("{\"password\":\"new\"}");
    }

    @Test
    void fileShowsWhatBecameOfEachLineAndFailsIfItWasRefused() {
        // Given
        api.on("GET /v1/mailboxes/file", """
            {"outcome":"refused","at":"2026-11-28T10:00:00Z","file":"m.yml","message":"1 lines are wrong; nothing was changed",
             "lines":[{"line":5,"result":"invalid","message":"the key 'hots' is unknown"}]}
            """);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "file", "show");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).contains("the key 'hots' is unknown", "nothing was changed (");
    }

    @Test
    void fileIsEncryptedByTheServer() throws Exception {
        // Given
        Path plain = Files.writeString(directory.resolve("m.yml"), "mailboxes: []");
        Path sealed = directory.resolve("m.enc");
        api.on("POST /v1/mailboxes/file/encrypt", "{\"file\":\"sealed\"}");

        // When
        Shell.Ended ended = shell.waybill("mailbox", "file", "encrypt", plain.toString(), "-o", sealed.toString());

        // Then
        assertThat(ended.status()).isZero();
        assertThat(sealed).hasContent("sealed");
        assertThat(api.asked.getFirst().body()).isEqualTo("{\"file\":\"mailboxes: []\"}");
    }

    @Test
    void addTakesAWholeRequestFromAFile() throws Exception {
        // Given
        String request = "{\"address\":\"a@b.example\",\"password\":\"x\"}";
        Path file = Files.writeString(directory.resolve("mailbox.json"), request);
        api.on("POST /v1/mailboxes?dryRun=true", "{\"message\": \"would connect a@b.example\"}");

        // When
        Shell.Ended ended = shell.waybill("mailbox", "add", "--json", file.toString(), "--dry-run");

        // Then
        assertThat(ended.out()).contains("would connect");
        assertThat(api.asked).containsExactly(new Asked("POST /v1/mailboxes?dryRun=true", "application/json", request));
    }

    @Test
    void addTakesNoPasswordAsArgument() {
        // When
        Shell.Ended ended = shell.waybill("mailbox", "add", "a@b.example", "--host", "h", "--password", "secret");

        // Then
        assertThat(ended.status()).isEqualTo(2);
        assertThat(api.asked).isEmpty();
    }

    @Test
    void addWithoutTerminalAndFlagsIsAUsageError() {
        // When
        Shell.Ended ended = shell.waybill("mailbox", "add");

        // Then
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--password-file").contains("--json FILE");
    }

    @Test
    void everyWrongFieldIsNamed() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("mailbox.json"), "{}");
        api.on("POST /v1/mailboxes", 400, """
            {"error": "2 fields are wrong", "fields": [
              {"field": "address", "problem": "is missing"}, {"field": "imap.port", "problem": "must be a whole number"}]}
            """);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "add", "--json", file.toString());

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).isEqualToNormalizingNewlines("""
            2 fields are wrong
              address: is missing
              imap.port: must be a whole number
            """);
    }

    @Test
    void importShowsEachEntryAndFailsIfOneFailed() throws Exception {
        // Given
        Path yaml = Files.writeString(directory.resolve("mail_room.yml"), ":mailboxes:\n");
        api.on("POST /v1/mailboxes/import?since=all", """
            {"dryRun":false,"added":1,"failed":1,"message":"1 added, 1 failed","entries":[
              {"line":2,"address":"a@b.example","result":"added","message":"connected","notes":["line 4: idle_timeout has no effect"]},
              {"line":9,"address":"","result":"invalid","message":"has no address"}]}
            """);

        // When
        Shell.Ended ended = shell.waybill("mailbox", "import", yaml.toString(), "--since", "all");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out())
                .contains("line 4: idle_timeout has no effect")
                .containsPattern("2 +a@b.example +added")
                .containsPattern("9 +invalid +has no address")
                .contains("1 added, 1 failed");
        assertThat(api.asked.getFirst().body()).isEqualTo("{\"file\":\":mailboxes:\\n\",\"variables\":{}}");
    }

    @Test
    void importSendsTheVariablesThatTheFileNamesAndNoOthers() {
        // Given
        String yaml = "password: <%= ENV[\"FIRST\"] %>\nhost: ${SECOND}\nname: <%= ENV.fetch('UNSET', 'INBOX') %>\n";
        Map<String, String> environment = Map.of("FIRST", "one", "SECOND", "two", "OTHER", "three");

        // When
        JsonNode request = MailRoomRequest.of(yaml, environment::get);

        // Then
        assertThat(request.path("file").asText()).isEqualTo(yaml);
        assertThat(request.path("variables").properties())
                .extracting(e -> e.getKey() + "=" + e.getValue().asText())
                .containsExactly("FIRST=one", "SECOND=two");
    }

    @Test
    void importOfAFileThatIsNotThereSaysSo() {
        // When
        Shell.Ended ended = shell.waybill(
                "mailbox", "import", directory.resolve("nothing.yml").toString());

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("nothing.yml does not exist");
    }

    @Test
    void pauseResumeAndRemoveReportWhatTheServerDid() {
        // Given
        api.on("POST /v1/mailboxes/a%40b.example/pause", "{\"message\": \"paused a@b.example\"}")
                .on(
                        "POST /v1/mailboxes/a%40b.example/resume?dryRun=true",
                        "{\"message\": \"would resume a@b.example\"}")
                .on("DELETE /v1/mailboxes/a%40b.example", "{\"message\": \"disconnected a@b.example\"}");

        // When
        Shell.Ended paused = shell.waybill("mailbox", "pause", "a@b.example");
        Shell.Ended resumed = shell.waybill("mailbox", "resume", "a@b.example", "--dry-run");
        Shell.Ended removed = shell.waybill("mailbox", "remove", "a@b.example", "--json");

        // Then
        assertThat(paused.out().strip()).isEqualTo("paused a@b.example");
        assertThat(resumed.out().strip()).isEqualTo("would resume a@b.example");
        assertThat(removed.out()).contains("\"message\" : \"disconnected a@b.example\"");
    }
}
