package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.imap.ImapConversation;
import dev.waybill.devstack.oauth.TokenFault;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.imap.ScriptedServer.Script;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.RefreshTokens;
import dev.waybill.mailbox.token.SteppedClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins with access tokens at a server that asks the token endpoint's own list. */
@Timeout(60)
class TokenLoginTest {
    private static final String ERROR =
            "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}";

    private final SteppedClock clock = new SteppedClock();
    private final TokenServer tokenServer = TokenServer.start(0, clock);
    private final HttpTokenEndpoints http = Grants.http(clock);
    private final OAuth grant = Grants.microsoft(tokenServer);
    private final AccessTokens tokens = new CachedAccessTokens(http, new Unused(), clock);
    private final AngusImapSessions sessions =
            new AngusImapSessions(mailbox -> grant, tokens, new HostPolicy(true), ImapServerUnderTest.settings());

    @AfterEach
    void stop() {
        sessions.close();
        http.close();
        tokenServer.close();
    }

    @ParameterizedTest
    @CsvSource({
        "IMAP4rev1 AUTH=XOAUTH2 SASL-IR, AUTHENTICATE XOAUTH2 ",
        "IMAP4rev1 AUTH=XOAUTH2, AUTHENTICATE XOAUTH2",
        "IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR AUTH=PLAIN, AUTHENTICATE OAUTHBEARER ",
        "IMAP4rev1 AUTH=OAUTHBEARER, AUTHENTICATE OAUTHBEARER"
    })
    void tokenLogsInByWhatTheServerOffers(String capabilities, String command) throws Exception {
        try (ScriptedServer server = server(capabilities);
                // When
                ImapSession session = connect(server)) {
            // Then
            assertThat(session.examine("INBOX").status().uidValidity()).isEqualTo(7);
            assertThat(server.commands().getFirst()).startsWith(command);
            assertThat(session.supportsIdle()).isTrue();
        }
    }

    @Test
    void tokenTooLongForALineOfSomeServersGoesByItself() throws Exception {
        // Given
        tokenServer.directory().padAccessTokens(5_000);
        try (ScriptedServer server = server("IMAP4rev1 AUTH=XOAUTH2 SASL-IR");
                // When
                ImapSession session = connect(server)) {
            // Then
            assertThat(session.supportsIdle()).isTrue();
            assertThat(server.commands().getFirst()).isEqualTo("AUTHENTICATE XOAUTH2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=XOAUTH2 SASL-IR", "AUTH=OAUTHBEARER SASL-IR", "AUTH=XOAUTH2", "AUTH=OAUTHBEARER"})
    void oldTokenThatIsRefusedIsTriedOnceMoreAsAFreshOne(String capabilities) throws Exception {
        // Given
        tokens.get(UUID.randomUUID(), grant);
        clock.step(Duration.ofMinutes(5));
        tokenServer.directory().forgetAccessTokens();
        try (ScriptedServer server = server("IMAP4rev1 " + capabilities);
                // When
                ImapSession session = connect(server)) {
            // Then
            assertThat(session.supportsIdle()).isTrue();
            assertThat(server.commands().stream().filter(c -> c.startsWith("AUTHENTICATE")))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XOAUTH2", "OAUTHBEARER"})
    void freshTokenThatIsRefusedHoldsTheMailboxAndSaysThatTheLoginFailed(String mechanism) {
        // Given
        try (ScriptedServer server = refusing(mechanism)) {
            // When
            MailboxAccessException failure = catchThrowableOfType(MailboxAccessException.class, () -> connect(server));

            // Then
            assertThat(failure.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
            assertThat(failure.reason()).isEqualTo("auth_failed");
            assertThat(failure)
                    .hasMessageContainingAll(
                            "refused the access token (" + mechanism + ": status 400, scope https://mail.google.com/)",
                            "the token endpoint gave it")
                    .hasMessageNotContaining("at.");
            assertThat(server.commands().stream().filter(c -> c.startsWith("AUTHENTICATE")))
                    .hasSize(1);
        }
    }

    @Test
    void endpointThatRefusesHoldsTheMailboxAndNoServerIsConnectedTo() {
        // Given
        tokenServer.directory().expireSecret("app-1");
        try (ScriptedServer server = server("IMAP4rev1 AUTH=XOAUTH2")) {
            // When
            MailboxAccessException failure = catchThrowableOfType(MailboxAccessException.class, () -> connect(server));

            // Then
            assertThat(failure.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
            assertThat(failure)
                    .hasMessageContainingAll("token endpoint", "invalid_client, AADSTS7000222", "has expired");
            assertThat(server.commands()).isEmpty();
        }
    }

    @Test
    void endpointThatIsDownIsTheWorldsFailure() {
        // Given
        tokenServer.failNext(TokenFault.status(502));
        try (ScriptedServer server = server("IMAP4rev1 AUTH=XOAUTH2")) {
            // Then
            assertThat(catchThrowableOfType(MailboxAccessException.class, () -> connect(server))
                            .failureClass())
                    .isEqualTo(FailureClass.TRANSIENT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NO [UNAVAILABLE] later, TRANSIENT",
        "NO [LIMIT] too many, THROTTLED",
        "BAD internal, TRANSIENT",
        "NO [AUTHENTICATIONFAILED] no, CREDENTIAL"
    })
    void refusalIsClassedByItsCode(String answer, FailureClass failureClass) {
        // Given
        Script script = (tag, command, with) -> {
            if (!command.startsWith("AUTHENTICATE")) {
                return false;
            }
            with.say(tag + " " + answer);
            return true;
        };
        try (ScriptedServer server =
                new ScriptedServer("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi", script)) {
            // Then
            assertThat(catchThrowableOfType(MailboxAccessException.class, () -> connect(server))
                            .failureClass())
                    .isEqualTo(failureClass);
        }
    }

    @Test
    void serverWithoutTokensIsNamed() {
        try (ScriptedServer server = server("IMAP4rev1 AUTH=PLAIN")) {
            // Then
            assertThat(catchThrowableOfType(MailboxAccessException.class, () -> connect(server)))
                    .hasMessageContaining("takes no access tokens");
        }
    }

    @Test
    void serverThatAsksForEverIsCut() {
        // Given
        Script script = (tag, command, with) -> {
            for (int i = 0; command.startsWith("AUTHENTICATE") && i < 100; i++) {
                with.say("+ ");
                with.hear();
            }
            return false;
        };
        try (ScriptedServer server =
                new ScriptedServer("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi", script)) {
            // Then
            assertThat(catchThrowableOfType(MailboxAccessException.class, () -> connect(server))
                            .reason())
                    .isEqualTo("server_error");
        }
    }

    @Test
    void tokenThatTheServerEchoesIsNotQuoted() throws Exception {
        // Given
        String token = tokens.get(UUID.randomUUID(), grant).value();
        Script script = (tag, command, with) -> {
            if (command.startsWith("AUTHENTICATE")) {
                with.say(tag + " NO what is " + token);
                return true;
            }
            return false;
        };
        try (ScriptedServer server =
                new ScriptedServer("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi", script)) {
            // Then
            assertThat(catchThrowableOfType(MailboxAccessException.class, () -> connect(server)))
                    .hasMessageContaining("what is ***")
                    .hasMessageNotContaining(token);
        }
    }

    private ImapSession connect(ScriptedServer server) throws MailboxAccessException {
        return sessions.connect(ImapServerUnderTest.mailbox("127.0.0.1", server.port(), Security.NONE));
    }

    /** Lets in whom the token server would, and tells others why not, as RFC 7628 §3.2.2 has it. */
    private ScriptedServer server(String capabilities) {
        return new ScriptedServer("* OK [CAPABILITY " + capabilities + "] ready", (tag, command, with) -> {
            if (!command.startsWith("AUTHENTICATE")) {
                return false;
            }
            List<String> words = List.of(command.split(" "));
            String message = words.size() > 2 ? words.get(2) : asked(with);
            judge(tag, words.get(1), decoded(message), with);
            return true;
        });
    }

    private static String asked(ImapConversation with) throws IOException {
        with.say("+ ");
        return with.hear();
    }

    private void judge(String tag, String mechanism, String message, ImapConversation with) throws IOException {
        boolean formed = mechanism.equals("XOAUTH2")
                ? message.matches("user=" + ImapServerUnderTest.USER + "\001auth=Bearer [^\001]+\001\001")
                : message.matches("n,a=" + ImapServerUnderTest.USER
                        + ",\001host=127\\.0\\.0\\.1\001port=\\d+\001auth=Bearer [^\001]+\001\001");
        String token = message.replaceAll("(?s).*auth=Bearer ([^\001]+)\001\001", "$1");
        if (formed && tokenServer.directory().isGood(token, ImapServerUnderTest.USER)) {
            with.letIn(ImapServerUnderTest.USER);
            with.say(tag + " OK [CAPABILITY IMAP4rev1 IDLE] in");
            return;
        }
        with.say("+ " + Base64.getEncoder().encodeToString(ERROR.getBytes(StandardCharsets.UTF_8)));
        String acknowledged = decoded(with.hear());
        boolean right = acknowledged.equals(mechanism.equals("XOAUTH2") ? "" : "\001");
        with.say(tag + (right ? " NO SASL authentication failed" : " BAD not what RFC 7628 says"));
    }

    private ScriptedServer refusing(String mechanism) {
        return new ScriptedServer(
                "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=" + mechanism + "] hi", (tag, command, with) -> {
                    if (!command.startsWith("AUTHENTICATE")) {
                        return false;
                    }
                    judge(tag, mechanism, "nothing", with);
                    return true;
                });
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** Applications have none. */
    private static final class Unused implements RefreshTokens {
        @Override
        public Claim claim(UUID mailbox, Duration atMost) {
            return new Gone();
        }

        @Override
        public boolean store(Held held, OAuth.RefreshToken next) {
            return false;
        }

        @Override
        public void release(Held held) {}
    }
}
