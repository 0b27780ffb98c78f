package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.Examination.Step;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.SteppedClock;
import dev.waybill.mailbox.token.TrialTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@RequiresServer(value = "dovecot-imapd", program = "dovecot")
class ImapDoctorTest {
    private static DovecotServer dovecot;

    private final SteppedClock clock = new SteppedClock();

    @BeforeAll
    static void startServer() {
        dovecot = DovecotServer.startWithTls(Map.of(ImapServerUnderTest.USER, ImapServerUnderTest.PASSWORD));
        dovecot.append(
                ImapServerUnderTest.USER,
                "INBOX",
                "Subject: x\r\n\r\nx\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @AfterAll
    static void stopServer() {
        dovecot.close();
    }

    @Test
    void healthyMailboxPassesEveryStepInOrder() {
        // Given
        var subject = subject("localhost", dovecot.tlsPort(), Security.TLS, ImapServerUnderTest.PASSWORD);

        // When
        Examination examination = examined(subject, trusting());

        // Then
        assertThat(examination.failure()).isEmpty();
        assertThat(examination.steps())
                .extracting(Step::name)
                .containsExactly(
                        "dns", "tcp", "tls", "greeting", "capabilities", "login", "folder", "idle", "after_processing");
        assertThat(step(examination, "tls").found()).contains("TLSv1", "for localhost, 127.0.0.1", "days left");
        assertThat(step(examination, "greeting").found()).contains("Dovecot");
        assertThat(step(examination, "folder").found()).contains("'INBOX' holds 1 mails (UIDVALIDITY ");
        assertThat(step(examination, "idle").mark()).isEqualTo(Mark.OK);
        assertThat(step(examination, "after_processing").mark()).isEqualTo(Mark.SKIPPED);
    }

    @Test
    void certificateThatEndsSoonIsAWarning() {
        // Given: it lives for 30 days
        clock.step(Duration.ofDays(20));

        // When
        Examination examination = examined(
                subject(
                        "localhost",
                        dovecot.tlsPort(),
                        Security.STARTTLS,
                        dovecot.port(),
                        ImapServerUnderTest.PASSWORD),
                trusting());

        // Then
        assertThat(step(examination, "tls").mark()).isEqualTo(Mark.WARN);
        assertThat(step(examination, "tls").found()).contains("9 days left", "renew it soon");
        assertThat(examination.steps()).extracting(Step::name).startsWith("dns", "tcp", "greeting", "tls");
    }

    @Test
    void certificateThatNobodyTrustsIsDescribed() {
        // When
        Examination examination = examined(
                subject("localhost", dovecot.tlsPort(), Security.TLS, ImapServerUnderTest.PASSWORD),
                ImapServerUnderTest.settings());

        // Then
        assertThat(failed(examination).name()).isEqualTo("tls");
        assertThat(failed(examination).found())
                .contains("not trusted", "ca-file", "the certificate is for localhost, 127.0.0.1, from localhost");
    }

    @Test
    void wrongPasswordFailsAtTheLogin() {
        // When
        Examination examination = examined(subject("localhost", dovecot.tlsPort(), Security.TLS, "wrong"), trusting());

        // Then
        assertThat(failed(examination).name()).isEqualTo("login");
        assertThat(failed(examination).found())
                .contains("check user name and password")
                .doesNotContain("wrong\"");
        assertThat(examination.steps().getLast()).isEqualTo(failed(examination));
    }

    @Test
    void missingFoldersAreNamedEachAndTheRestIsNotTried() {
        // Given
        Subject subject = new Subject(
                UUID.randomUUID(),
                new Connection.Imap("localhost", dovecot.port(), Security.NONE, ImapServerUnderTest.USER),
                List.of("INBOX", "Nowhere", "Noplace"),
                new AfterProcessing.Keep(),
                new Secret.Password(ImapServerUnderTest.PASSWORD));

        // When
        Examination examination = examined(subject, trusting());

        // Then
        assertThat(examination.steps().stream().filter(s -> s.mark() == Mark.FAILED))
                .extracting(Step::found)
                .satisfiesExactly(
                        one -> assertThat(one).contains("'Nowhere'"),
                        other -> assertThat(other).contains("'Noplace'"));
        assertThat(examination.steps()).extracting(Step::name).doesNotContain("idle");
    }

    @Test
    void folderToMoveToMustBeThere() {
        // Given
        Subject subject = new Subject(
                UUID.randomUUID(),
                new Connection.Imap("localhost", dovecot.port(), Security.NONE, ImapServerUnderTest.USER),
                List.of("INBOX"),
                new AfterProcessing.Move("Done"),
                new Secret.Password(ImapServerUnderTest.PASSWORD));

        // When
        Examination before = examined(subject, trusting());
        dovecot.append(
                ImapServerUnderTest.USER,
                "Done",
                "Subject: x\r\n\r\nx\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Examination after = examined(subject, trusting());

        // Then
        assertThat(failed(before).name()).isEqualTo("after_processing");
        assertThat(step(after, "after_processing").found()).contains("'Done' is there and the server has MOVE");
    }

    @Test
    void greenMailPassesToo() {
        // Given
        try (MailServer server =
                MailServer.start(new MailServer.User(ImapServerUnderTest.USER, ImapServerUnderTest.PASSWORD))) {
            // When
            Examination examination = examined(
                    subject(server.host(), server.imapPort(), Security.NONE, ImapServerUnderTest.PASSWORD),
                    ImapServerUnderTest.settings());

            // Then
            assertThat(examination.failure()).isEmpty();
            assertThat(step(examination, "tls").mark()).isEqualTo(Mark.WARN);
        }
    }

    @Test
    void hostThatIsNotKnownAndPortThatIsClosedAreToldApart() {
        // When
        Examination unknown =
                examined(subject("nowhere.invalid", 993, Security.TLS, "x"), ImapServerUnderTest.settings());
        Examination closed = examined(subject("127.0.0.1", 1, Security.TLS, "x"), ImapServerUnderTest.settings());

        // Then
        assertThat(failed(unknown).name()).isEqualTo("dns");
        assertThat(failed(closed).name()).isEqualTo("tcp");
        assertThat(failed(closed).found()).contains("firewall");
    }

    @Test
    void plainServerBehindATlsPortFailsAtTls() {
        // When
        Examination examination =
                examined(subject("127.0.0.1", dovecot.port(), Security.TLS, "x"), ImapServerUnderTest.settings());

        // Then
        assertThat(failed(examination).name()).isEqualTo("tls");
        assertThat(failed(examination).found()).contains("check the port");
    }

    @Test
    void hostInOurOwnNetworkIsNotConnectedTo() {
        // Given
        try (ImapDoctor strict = new ImapDoctor(new HostPolicy(false), ImapServerUnderTest.settings(), clock)) {
            // When
            Examination examination =
                    strict.examine(subject("127.0.0.1", dovecot.port(), Security.NONE, "x"), AccessTokens.none());

            // Then
            assertThat(failed(examination).name()).isEqualTo("dns");
            assertThat(failed(examination).found()).contains("allow-private-hosts");
        }
    }

    @Test
    void tokenStepAndLoginStepAreApart() {
        try (TokenServer tokenServer = TokenServer.start();
                HttpTokenEndpoints http = Grants.http(java.time.InstantSource.system());
                DovecotServer server =
                        DovecotServer.startWithTokens(Map.of(ImapServerUnderTest.USER, "x"), tokenServer.tokenInfo())) {
            // Given
            OAuth.RefreshToken grant = Grants.signedIn(tokenServer, tokenServer.strict());
            Subject subject = new Subject(
                    UUID.randomUUID(),
                    new Connection.Imap(server.host(), server.port(), Security.NONE, ImapServerUnderTest.USER),
                    List.of("INBOX"),
                    new AfterProcessing.Keep(),
                    grant);
            TrialTokens trial = new TrialTokens(http, java.time.InstantSource.system());

            // When
            Examination good = doctor(ImapServerUnderTest.settings()).examine(subject, trial);
            Examination spent = doctor(ImapServerUnderTest.settings())
                    .examine(subject, new TrialTokens(http, java.time.InstantSource.system()));

            // Then: the trial kept what the token was exchanged for, which a strict endpoint takes only once
            assertThat(good.failure()).isEmpty();
            assertThat(good.steps()).extracting(Step::name).contains("token", "login");
            assertThat(trial.exchanged()).isPresent();
            assertThat(failed(spent).name()).isEqualTo("token");
            assertThat(failed(spent).found()).contains("invalid_grant").doesNotContain(grant.token());
        }
    }

    private Examination examined(Subject subject, ImapSettings settings) {
        try (ImapDoctor doctor = doctor(settings)) {
            return doctor.examine(subject, AccessTokens.none());
        }
    }

    private ImapDoctor doctor(ImapSettings settings) {
        return new ImapDoctor(new HostPolicy(true), settings, clock);
    }

    private static ImapSettings trusting() {
        return ImapServerUnderTest.settings().withCaFile(dovecot.certificate());
    }

    private static Subject subject(String host, int tlsPort, Security security, int port, String password) {
        return subject(host, security == Security.TLS ? tlsPort : port, security, password);
    }

    private static Subject subject(String host, int port, Security security, String password) {
        return new Subject(
                UUID.randomUUID(),
                new Connection.Imap(host, port, security, ImapServerUnderTest.USER),
                List.of("INBOX"),
                new AfterProcessing.Keep(),
                new Secret.Password(password));
    }

    private static Step step(Examination examination, String name) {
        return examination.steps().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(examination.toString()));
    }

    private static Step failed(Examination examination) {
        return examination.failure().orElseThrow(() -> new AssertionError(examination.toString()));
    }
}
