package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session waits for mail on any IMAP server. */
@Timeout(60)
interface ImapWaitContract extends OnAnImapServer {
    @Test
    default void newMailIsNoticedWithinASecond() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            assertThat(session.supportsIdle()).isTrue();
            ImapFolder open = session.examine(folder);
            for (int number = 1; number <= 3; number++) {
                // When
                var waiting = inBackground(() -> open.await(Duration.ofSeconds(30)));
                server().letIdleBegin();
                long uid = server().append(folder, Mails.small(number));
                long appended = System.nanoTime();
                boolean news = waiting.get(30, TimeUnit.SECONDS);

                // Then
                assertThat(news).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - appended)).isLessThan(Duration.ofSeconds(1));
                assertThat(open.uids(uid, uid)).containsExactly(uid);
            }
        }
    }

    @Test
    default void mailThatCameDuringAnotherCommandIsNotLost() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            server().append(folder, Mails.small(1));
            open.status();

            // When
            boolean news = open.await(Duration.ofSeconds(20));

            // Then
            assertThat(news).isTrue();
        }
    }

    @Test
    default void mailThatTakesThePlaceOfAnotherIsNews() throws Exception {
        // Given
        String folder = server().freshFolder();
        long first = server().append(folder, Mails.small(1));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            server().expunge(folder, first);
            server().append(folder, Mails.small(2));

            // When
            boolean news = open.await(Duration.ofSeconds(20));

            // Then
            assertThat(news).isTrue();
        }
    }

    @Test
    default void silenceEndsWithTheTimeAndMayBeWaitedForAgain() throws Exception {
        // Given
        String folder = server().freshFolder();
        server().append(folder, Mails.small(1));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            long begun = System.nanoTime();

            // When
            boolean first = open.await(Duration.ofMillis(300));
            boolean second = open.await(Duration.ofMillis(300));

            // Then
            assertThat(first).isFalse();
            assertThat(second).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(600), Duration.ofSeconds(20));
            assertThat(open.status().messages()).isEqualTo(1);
        }
    }

    @Test
    default void abortEndsTheWaitingAtOnce() throws Exception {
        // Given
        String folder = server().freshFolder();
        ImapSession session = connect();
        ImapFolder open = session.examine(folder);
        var waiting = inBackground(() -> open.await(Duration.ofMinutes(5)));

        // When
        session.abort();

        // Then
        MailboxAccessException failure = failureOf(waiting);
        assertThat(failure.reason()).isEqualTo("connection_lost");
        session.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void interruptEndsTheWaitingAtOnce(boolean virtual) throws Exception {
        // Given
        String folder = server().freshFolder();
        ImapSession session = connect();
        ImapFolder open = session.examine(folder);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Runnable watching = () -> {
            begun.countDown();
            ended.complete(catchThrowableOfType(Throwable.class, () -> open.await(Duration.ofMinutes(5))));
        };
        Thread watcher = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(watching);
        begun.await();

        // When
        watcher.interrupt();

        // Then
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        session.close();
    }

    @Test
    default void closedSessionSaysThatItIs() throws Exception {
        // Given
        ImapSession session = connect();
        ImapFolder open = session.examine("INBOX");

        // When
        session.close();
        session.close();

        // Then
        assertThatThrownBy(open::status)
                .isInstanceOfSatisfying(
                        MailboxAccessException.class,
                        failure -> assertThat(failure.reason()).isEqualTo("connection_lost"));
    }

    /** What may fail in the background. */
    interface Waiting {
        boolean await() throws Exception;
    }

    private static CompletableFuture<Boolean> inBackground(Waiting waiting) throws InterruptedException {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                ended.complete(waiting.await());
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });
        begun.await();
        return ended;
    }

    private static MailboxAccessException failureOf(CompletableFuture<Boolean> waiting) {
        Throwable thrown = catchThrowableOfType(
                java.util.concurrent.ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
        assertThat(thrown).cause().isInstanceOf(MailboxAccessException.class);
        return (MailboxAccessException) thrown.getCause();
    }
}
