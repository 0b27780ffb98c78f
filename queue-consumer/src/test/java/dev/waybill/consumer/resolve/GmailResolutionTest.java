package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.loop.Journal.Step;
import dev.waybill.devstack.http.Fault;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.Locator;
import dev.waybill.queue.QueueUnavailableException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a push to tickets by Gmail. */
@Timeout(60)
class GmailResolutionTest {
    private static ConsumerDatabase database;
    private CloudUnderTest cloud;

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void start() throws Exception {
        cloud = new CloudUnderTest(database);
        cloud.push();
        cloud.run();
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void firstLookListsWhatIsThereAlready() throws Exception {
        // Given
        database.run("truncate gmail_cursor");
        cloud.gmailBox.deliver(CloudUnderTest.raw("before we came"));

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("before we came");
        assertThat(cursor()).isEqualTo(cloud.gmailMail.historyId(cloud.gmail));
    }

    @Test
    void pushedMailBecomesATicketAndTheCursorFollows() throws Exception {
        // Given
        BigInteger before = cursor();
        cloud.gmailBox.deliver(CloudUnderTest.raw("one"));
        cloud.gmailBox.deliver(CloudUnderTest.raw("two"));

        // When
        cloud.push();
        cloud.run();
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactlyInAnyOrder("one", "two");
        assertThat(cursor()).isEqualTo(cloud.gmailMail.historyId(cloud.gmail)).isGreaterThan(before);
    }

    @Test
    void historyIsReadThroughEmptyPages() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("behind empty pages"));
        cloud.gmailBox.emptyPagesFirst(3);

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("behind empty pages");
    }

    @Test
    void cursorStaysUntilEverythingIsEnqueued() throws Exception {
        // Given
        BigInteger before = cursor();
        cloud.gmailBox.deliver(CloudUnderTest.raw("not lost"));
        cloud.queue.failWith(new QueueUnavailableException("enqueue", "Redis is away", null));

        // When
        try {
            cloud.discover();
        } catch (QueueUnavailableException expected) {
            // What the discovery is stopped by.
        }
        cloud.queue.failWith(null);

        // Then
        assertThat(cursor()).isEqualTo(before);

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("not lost");
    }

    @Test
    void draftsSentMailsChatsSpamAndTrashAreNone() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("draft"), "DRAFT");
        cloud.gmailBox.deliver(CloudUnderTest.raw("draft in the inbox"), "DRAFT", "INBOX");
        cloud.gmailBox.deliver(CloudUnderTest.raw("sent"), "SENT");
        cloud.gmailBox.deliver(CloudUnderTest.raw("chat"), "CHAT", "INBOX");
        cloud.gmailBox.deliver(CloudUnderTest.raw("spam"), "SPAM");
        cloud.gmailBox.deliver(CloudUnderTest.raw("trash"), "TRASH", "INBOX");
        cloud.gmailBox.deliver(CloudUnderTest.raw("to myself"), "SENT", "INBOX");

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("to myself");
    }

    @Test
    void mailThatIsLabelledLaterIsSeen() throws Exception {
        // Given
        String spam = cloud.gmailBox.deliver(CloudUnderTest.raw("no spam after all"), "SPAM");
        cloud.push();
        cloud.run();
        cloud.gmailBox.removeLabels(spam, "SPAM");
        cloud.gmailBox.addLabels(spam, "INBOX");

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("no spam after all");
    }

    @Test
    void otherLabelsOfAKnownMailChangeNothing() throws Exception {
        // Given
        String id = cloud.gmailBox.deliver(CloudUnderTest.raw("once"));
        cloud.push();
        cloud.run();
        cloud.gmailBox.addLabels(id, "STARRED");
        cloud.gmailBox.removeLabels(id, "INBOX");
        cloud.gmailBox.addLabels(id, "INBOX");

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.outcomes()).containsExactly("processed");
    }

    @Test
    void forgottenHistoryIsMadeUpForByAList() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("known"));
        cloud.push();
        cloud.run();
        cloud.gmailBox.deliver(CloudUnderTest.raw("old"), Instant.now().minus(Duration.ofDays(2)), "INBOX");
        cloud.gmailBox.deliver(CloudUnderTest.raw("in the gap"));
        cloud.gmailBox.expireHistory();

        // When
        cloud.push();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactlyInAnyOrder("known", "in the gap");
        assertThat(cursor()).isEqualTo(cloud.gmailMail.historyId(cloud.gmail));
        assertThat(cloud.steps).noneMatch(step -> step instanceof Step.Retried);
    }

    @Test
    void historyThatLagsBehindThePushIsLookedAtAgain() throws Exception {
        // Given
        cloud.gmailBox.lagHistory(Duration.ofSeconds(30));
        cloud.gmailBox.deliver(CloudUnderTest.raw("pushed early"));
        BigInteger pushed = cloud.gmailMail.historyId(cloud.gmail);
        cloud.enqueue(cloud.gmail, new Locator.GmailHistory(pushed.toString()));

        // When
        cloud.run();
        cloud.gmailBox.lagHistory(Duration.ZERO);
        cloud.after(Duration.ofSeconds(1));

        // Then
        assertThat(cloud.subjects()).containsExactly("pushed early");
        cloud.after(Duration.ofSeconds(2));
        assertThat(cloud.queue.control().stats().delayed()).isZero();
    }

    @Test
    void mailThatComesWithinASecondOfAPushIsFoundWithoutOneOfItsOwn() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("pushed"));
        pushGenuinely();
        cloud.run();
        cloud.gmailBox.deliver(CloudUnderTest.raw("dropped by Gmail"));

        // When
        cloud.after(Duration.ofSeconds(2));

        // Then
        assertThat(cloud.subjects()).containsExactly("pushed", "dropped by Gmail");
        assertThat(cloud.queue.control().stats().delayed()).isZero();
    }

    @Test
    void pushWhoseHistoryWasReadAlreadyOpensASilentSecondToo() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("one"));
        pushGenuinely();
        cloud.run();
        cloud.gmailBox.deliver(CloudUnderTest.raw("two"));
        cloud.after(Duration.ofSeconds(2));
        assertThat(cloud.subjects()).containsExactly("one", "two");

        // When
        pushGenuinely();
        cloud.run();
        cloud.gmailBox.deliver(CloudUnderTest.raw("three"));
        cloud.after(Duration.ofSeconds(2));

        // Then
        assertThat(cloud.subjects()).containsExactly("one", "two", "three");
        assertThat(cloud.queue.control().stats().delayed()).isZero();
    }

    @Test
    void historyIdOfAnotherMailboxIsNotBelievedForEver() throws Exception {
        // Given
        BigInteger before = cursor();
        cloud.enqueue(cloud.gmail, new Locator.GmailHistory("18446744073709551615"));

        // When
        cloud.run();
        for (int i = 0; i < 8; i++) {
            cloud.after(Duration.ofMinutes(1));
        }

        // Then
        assertThat(cursor()).isEqualTo(before);
        assertThat(cloud.queue.control().stats().delayed()).isZero();
        assertThat(cloud.outcomes()).isEmpty();
    }

    @Test
    void mailThatComesAfterAnAbsurdHistoryIdIsFoundAndTheCursorFollowsTheMailbox() throws Exception {
        // Given
        cloud.enqueue(cloud.gmail, new Locator.GmailHistory("18446744073709551615"));
        cloud.run();
        cloud.gmailBox.deliver(CloudUnderTest.raw("after it"));
        BigInteger genuine = cloud.gmailMail.historyId(cloud.gmail);

        // When
        pushGenuinely();
        cloud.after(Duration.ofSeconds(16));

        // Then
        assertThat(cloud.subjects()).containsExactly("after it");
        assertThat(cursor()).isEqualTo(genuine);

        // When
        for (int i = 0; i < 8; i++) {
            cloud.after(Duration.ofMinutes(1));
        }
        cloud.gmailBox.deliver(CloudUnderTest.raw("much later"));
        pushGenuinely();
        cloud.run();

        // Then
        assertThat(cloud.subjects()).containsExactly("after it", "much later");
        assertThat(cursor()).isEqualTo(cloud.gmailMail.historyId(cloud.gmail));
    }

    @Test
    void historyIdBelowTheCursorTakesNothingBack() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("known"));
        cloud.push();
        cloud.run();
        BigInteger before = cursor();

        // When
        cloud.enqueue(cloud.gmail, new Locator.GmailHistory("1"));
        cloud.run();
        BigInteger after = cursor();
        cloud.gmailBox.deliver(CloudUnderTest.raw("new"));
        cloud.enqueue(cloud.gmail, new Locator.GmailHistory("2"));
        cloud.run();

        // Then
        assertThat(after).isEqualTo(before);
        assertThat(cloud.subjects()).containsExactly("known", "new");
        assertThat(cloud.outcomes()).containsExactly("processed", "processed");
        assertThat(cursor()).isEqualTo(cloud.gmailMail.historyId(cloud.gmail));
    }

    @Test
    void deletedMailIsSkippedAndTooLargeOneToo() throws Exception {
        // Given
        String deleted = cloud.gmailBox.deliver(CloudUnderTest.raw("deleted"));
        cloud.gmailBox.deliver(new byte[250_000]);
        cloud.gmailBox.delete(deleted);

        // When
        cloud.push();
        cloud.run();
        cloud.after(Duration.ofSeconds(3));
        cloud.after(Duration.ofSeconds(15));
        cloud.after(Duration.ofSeconds(45));

        // Then
        assertThat(cloud.outcomes()).containsExactlyInAnyOrder("source_unavailable:message_not_found", "too_large");
    }

    @Test
    void outageBurnsNoAttemptAndNothingIsLost() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("through the outage"));
        for (int i = 0; i < 30; i++) {
            cloud.gmailSimulator.failNext(
                    CloudUnderTest.GMAIL_ADDRESS,
                    i < 20
                            ? new Fault.Answer(503, "backendError", "")
                            : new Fault.Answer(429, "rateLimitExceeded", "17"));
        }
        cloud.push();

        // When
        cloud.run();
        for (int minutes = 0; minutes < 200 && cloud.subjects().isEmpty(); minutes++) {
            cloud.after(Duration.ofMinutes(1));
        }

        // Then
        assertThat(cloud.subjects()).containsExactly("through the outage");
        assertThat(cloud.dead()).isZero();
        assertThat(cloud.steps).noneMatch(step -> step instanceof Step.Retried);
    }

    @Test
    void lookThatIsRefusedIsShownAndComesRightByItself() throws Exception {
        // Given
        database.run("truncate gmail_cursor");
        cloud.gmailSimulator.failNext(CloudUnderTest.GMAIL_ADDRESS, new Fault.Answer(400, "invalidArgument", ""));
        cloud.gmailBox.deliver(CloudUnderTest.raw("later"));
        cloud.push();

        // When
        cloud.run();

        // Then
        assertThat(cloud.health.find(cloud.gmail.id()).orElseThrow().state()).isEqualTo(MailboxState.UNREACHABLE);

        // When
        cloud.after(Duration.ofSeconds(10));

        // Then
        assertThat(cloud.subjects()).containsExactly("later");
    }

    @Test
    void revokedConsentHoldsTheMailboxUntilSomebodySignsInAgain() throws Exception {
        // Given
        cloud.gmailBox.deliver(CloudUnderTest.raw("waits"));
        cloud.revokeGmail();
        cloud.push();

        // When
        cloud.run();

        // Then
        assertThat(cloud.health.find(cloud.gmail.id()).orElseThrow().state()).isEqualTo(MailboxState.AUTH_FAILED);

        // When
        cloud.signInToGmail();
        cloud.after(Duration.ofMinutes(6));

        // Then
        assertThat(cloud.subjects()).containsExactly("waits");
        assertThat(cloud.dead()).isZero();
    }

    /** As Gmail does, with the mailbox's own newest id. */
    private void pushGenuinely() throws Exception {
        cloud.enqueue(
                cloud.gmail,
                new Locator.GmailHistory(cloud.gmailMail.historyId(cloud.gmail).toString()));
    }

    private BigInteger cursor() {
        return cloud.cursors.find(cloud.gmail.id()).orElseThrow().historyId();
    }
}
