package dev.waybill.consumer.afterwards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.TestImap;
import dev.waybill.consumer.answer.SilentHealth;
import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.ledger.Mails;
import dev.waybill.consumer.ledger.PostgresLedger;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.ledger.Recorded;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.consumer.resolve.MailboxChanger;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes owed since a commit in a real PostgreSQL, made in a mailbox on any IMAP server. */
abstract class AfterwardsContract {
    private static ConsumerDatabase database;

    private final TestImap server = server();
    private final String user = server.newUser();
    private final OneMailbox registry = new OneMailbox(mailbox(new AfterProcessing.Keep()));
    private final SilentHealth health = new SilentHealth();
    private final ProcessedLedger ledger = new PostgresLedger(
            database.database(),
            id -> !(registry.find(id).orElseThrow().afterProcessing() instanceof AfterProcessing.Keep));
    private final SessionPool sessions = new SessionPool(
            new AngusImapSessions(
                    mailbox -> new Secret.Password(TestImap.PASSWORD), new HostPolicy(true), ImapSettings.defaults()),
            2,
            Duration.ofMinutes(1),
            new SteppedPace());
    private final Afterwards afterwards = new Afterwards(
            new PostgresOwedChanges(database.database()),
            registry,
            new MailboxChanger(sessions),
            this::changeSingle,
            health);
    private final List<String> changed = new ArrayList<>();
    private Optional<MailboxAccessException> refusal = Optional.empty();

    abstract TestImap server();

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void empty() {
        database.forgetMails();
        server.recreate(user, "Done");
    }

    private Mailbox mailbox(AfterProcessing how) {
        return new Mailbox(
                Mails.MAILBOX,
                "default",
                user,
                new Connection.Imap(server.host(), server.port(), Connection.Security.NONE, user),
                List.of("INBOX2"),
                Instant.EPOCH,
                false,
                how,
                1);
    }

    private Recorded process(String text) {
        byte[] mail = ("Subject: " + text + "\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8);
        long uid = server.append(user, "INBOX2", List.of(mail)).getFirst();
        return ledger.record(Mails.in("INBOX2", server.uidValidity(user, "INBOX2"), uid, text));
    }

    private static String owed() {
        return database.one("select count(*) from owed_change");
    }

    private void changeSingle(Mailbox mailbox, String messageKey, AfterProcessing how) throws MailboxAccessException {
        if (refusal.isPresent() && !changed.isEmpty()) {
            throw refusal.get();
        }
        changed.add(messageKey);
    }

    private static void owe(String messageKey) {
        database.run("insert into owed_change (mailbox_id, message_key, tenant) values ('" + Mails.MAILBOX + "', '"
                + messageKey + "', 'default')");
    }

    @Test
    void mailsOfApisAreChangedOneByOneAndWhatARefusalLeavesComesAgain() throws Exception {
        // Given
        registry.is(mailbox(new AfterProcessing.MarkSeen()));
        owe("graph:AAkA:odd=");
        owe("gmail:1900aa");
        refusal = Optional.of(new MailboxAccessException(
                FailureClass.CREDENTIAL, "access_denied", "the application may not write", null, null));

        // When
        afterwards.run();

        // Then
        assertThat(changed).hasSize(1);
        assertThat(owed()).isEqualTo("1");
        assertThat(health.find(Mails.MAILBOX).orElseThrow().lastError()).contains("may not write");

        // When
        refusal = Optional.empty();
        database.run("update owed_change set due_at = now()");
        afterwards.run();

        // Then
        assertThat(changed).containsExactlyInAnyOrder("graph:AAkA:odd=", "gmail:1900aa");
        assertThat(owed()).isEqualTo("0");
        assertThat(health.find(Mails.MAILBOX).orElseThrow().lastError()).isEmpty();
    }

    @Test
    void aMailIsMovedBehindItsCommitAndNothingIsOwedAnyMore() throws Exception {
        // Given
        registry.is(mailbox(new AfterProcessing.Move("Done")));
        process("one");
        process("two");
        String owedAtTheCommit = owed();

        // When
        afterwards.run();

        // Then
        assertThat(owedAtTheCommit).isEqualTo("2");
        assertThat(server.count(user, "INBOX2")).isZero();
        assertThat(server.count(user, "Done")).isEqualTo(2);
        assertThat(owed()).isEqualTo("0");
    }

    @Test
    void aMailboxThatKeepsItsMailsOwesNothing() throws Exception {
        // When
        process("one");
        afterwards.run();

        // Then
        assertThat(owed()).isEqualTo("0");
        assertThat(server.count(user, "INBOX2")).isEqualTo(1);
    }

    @Test
    void aMissingTargetIsTheMailboxsTroubleAndIsMadeGoodWhenItIsThere() throws Exception {
        // Given
        registry.is(mailbox(new AfterProcessing.Move("Missing")));
        process("one");
        afterwards.run();
        MailboxHealth refused = health.find(Mails.MAILBOX).orElseThrow();
        String outcome = database.one("select outcome from email_processed_messages");

        // When
        registry.is(mailbox(new AfterProcessing.Move("Done")));
        database.run("update owed_change set due_at = now()");
        afterwards.run();

        // Then
        assertThat(refused.state()).isEqualTo(MailboxState.ACTIVE);
        assertThat(refused.lastError()).startsWith("after_processing: ");
        assertThat(outcome).isEqualTo("processed");
        assertThat(server.count(user, "Done")).isEqualTo(1);
        assertThat(health.find(Mails.MAILBOX).orElseThrow().lastError()).isEmpty();
    }

    @Test
    void aCrashBetweenTheChangeAndItsNoteChangesNothingMore() throws Exception {
        // Given: another consumer took the row, moved the mail and died
        registry.is(mailbox(new AfterProcessing.Move("Done")));
        process("one");
        afterwards.run();
        long validity = server.uidValidity(user, "INBOX2");
        database.run("insert into owed_change (mailbox_id, message_key, tenant, attempts) values ('" + Mails.MAILBOX
                + "', 'imap:" + validity + ":1:INBOX2', 'default', 1)");

        // When
        afterwards.run();

        // Then
        assertThat(server.count(user, "Done")).isEqualTo(1);
        assertThat(owed()).isEqualTo("0");
    }

    @Test
    void whatAnotherConsumerHasInHandIsLeftToIt() throws Exception {
        // Given
        registry.is(mailbox(new AfterProcessing.Delete()));
        process("one");
        new PostgresOwedChanges(database.database()).take(10);

        // When
        afterwards.run();

        // Then
        assertThat(server.count(user, "INBOX2")).isEqualTo(1);
        assertThat(owed()).isEqualTo("1");
    }

    @Test
    void switchingToKeepStopsWhatIsStillOwed() throws Exception {
        // Given
        registry.is(mailbox(new AfterProcessing.Delete()));
        process("one");
        registry.is(mailbox(new AfterProcessing.Keep()));

        // When
        afterwards.run();

        // Then
        assertThat(server.count(user, "INBOX2")).isEqualTo(1);
        assertThat(owed()).isEqualTo("0");
    }

    @Test
    void aMailThatIsKnownUnderAnOlderNumberIsChangedWhereItLiesNow() throws Exception {
        // Given: the folder was renumbered before the change was made
        registry.is(mailbox(new AfterProcessing.Delete()));
        process("one");
        server.recreate(user, "INBOX2");

        // When
        Recorded again = process("one");
        afterwards.run();

        // Then
        assertThat(again).isEqualTo(new Recorded.SameContent());
        assertThat(server.count(user, "INBOX2")).isZero();
        assertThat(owed()).isEqualTo("0");
        assertThat(database.one("select count(*) from comment")).isEqualTo("1");
    }
}
