package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same logins at a real server. */
@Timeout(60)
@RequiresServer(value = "dovecot-imapd", program = "dovecot")
class DovecotTokenLoginTest {
    private static TokenServer tokenServer;
    private static DovecotServer dovecot;

    @BeforeAll
    static void startServers() {
        tokenServer = TokenServer.start();
        dovecot = DovecotServer.startWithTokens(Map.of(ImapServerUnderTest.USER, "x"), tokenServer.tokenInfo());
    }

    @AfterAll
    static void stopServers() {
        dovecot.close();
        tokenServer.close();
    }

    @Test
    void tokenOfThePersonOpensTheMailbox() throws Exception {
        // Given
        OAuth.RefreshToken grant = Grants.signedIn(tokenServer, tokenServer.google());

        // When
        try (ImapSession session = connect(grant, "")) {
            // Then
            assertThat(session.examine("INBOX").status().uidValidity()).isPositive();
            assertThat(session.supportsIdle()).isTrue();
        }
    }

    @Test
    void tokenThatNobodyGaveIsRefused() {
        // Given
        OAuth.RefreshToken grant = Grants.signedIn(tokenServer, tokenServer.google());

        // When
        MailboxAccessException failure =
                catchThrowableOfType(MailboxAccessException.class, () -> connect(grant, "made up"));

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
        assertThat(failure).hasMessageContaining("refused the access token (OAUTHBEARER");
    }

    private static ImapSession connect(OAuth grant, String instead) throws MailboxAccessException {
        try (HttpTokenEndpoints http = Grants.http(InstantSource.system())) {
            String token = instead.isEmpty() ? http.request(grant).accessToken() : instead;
            AccessToken given = new AccessToken(token, Instant.now(), Instant.MAX, Instant.MAX);
            AccessTokens one = new AccessTokens() {
                @Override
                public AccessToken get(UUID mailbox, OAuth asked) {
                    return given;
                }

                @Override
                public AccessToken fresh(UUID mailbox, OAuth asked) {
                    return given;
                }

                @Override
                public AccessToken instead(AccessToken refused, UUID mailbox, OAuth asked) {
                    return given;
                }
            };
            return new AngusImapSessions(mailbox -> grant, one, new HostPolicy(true), ImapServerUnderTest.settings())
                    .connect(ImapServerUnderTest.mailbox(dovecot.host(), dovecot.port(), Security.NONE));
        }
    }
}
