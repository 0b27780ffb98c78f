package dev.waybill.mailbox.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.oauth.TokenFault;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachedAccessTokensTest {
    private final SteppedClock clock = new SteppedClock();
    private final TokenServer server = TokenServer.start(0, clock);
    private final HttpTokenEndpoints http = Grants.http(clock);
    private final CachedAccessTokens tokens = new CachedAccessTokens(http, new NoRefreshTokens(), clock);
    private final OAuth grant = Grants.microsoft(server);
    private final UUID mailbox = UUID.randomUUID();

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void crowdOfMailboxesOfOneApplicationAsksOnce() throws Exception {
        // When
        List<Future<AccessToken>> all = new ArrayList<>();
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                all.add(crowd.submit(() -> tokens.get(UUID.randomUUID(), Grants.microsoft(server))));
            }
        }

        // Then
        for (Future<AccessToken> one : all) {
            assertThat(one.get().value()).isEqualTo(all.getFirst().get().value());
        }
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void crowdThatComesWhileStaleTokensAreSweptAsksOnce() throws Exception {
        // Given
        AtomicInteger asked = new AtomicInteger();
        CachedAccessTokens counted = new CachedAccessTokens(
                client -> new TokenAnswer("token " + asked.incrementAndGet(), Duration.ofHours(1), Optional.empty()),
                new NoRefreshTokens(),
                clock);
        int hours = 2_000;

        // When
        for (int hour = 0; hour < hours; hour++) {
            CyclicBarrier together = new CyclicBarrier(4);
            try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    var _ = crowd.submit(() -> {
                        together.await();
                        return counted.get(mailbox, grant);
                    });
                }
            }
            clock.step(Duration.ofHours(1));
        }

        // Then
        assertThat(asked).hasValue(hours);
    }

    @Test
    void tokenIsRenewedAtFourFifthsOfItsLife() throws Exception {
        // Given
        AccessToken first = tokens.get(mailbox, grant);

        // When
        clock.step(Duration.ofMinutes(47));
        AccessToken before = tokens.get(mailbox, grant);
        clock.step(Duration.ofMinutes(2));
        AccessToken after = tokens.get(mailbox, grant);

        // Then
        assertThat(before).isEqualTo(first);
        assertThat(after.value()).isNotEqualTo(first.value());
    }

    @Test
    void refusalByAClockThatWasAheadIsNotRememberedForAsLong() throws Exception {
        // Given
        clock.step(Duration.ofHours(1));
        server.failNext(new TokenFault.Answer(400, "application/json", "{\"error\":\"invalid_grant\"}", ""));
        assertThat(catchThrowableOfType(MailboxAccessException.class, () -> tokens.get(mailbox, grant)))
                .isNotNull();

        // When
        clock.step(Duration.ofHours(-1));
        AccessToken token = tokens.get(mailbox, grant);

        // Then
        assertThat(token.value()).isNotEmpty();
    }

    @Test
    void tokenOfAClockThatWasAheadIsReplacedWhenTheClockIsRight() throws Exception {
        // Given
        clock.step(Duration.ofHours(1));
        AccessToken ahead = tokens.get(mailbox, grant);
        clock.step(Duration.ofHours(-1));

        // When
        AccessToken instead = tokens.instead(ahead, mailbox, grant);
        AccessToken right = tokens.get(mailbox, grant);

        // Then
        assertThat(instead.value()).isNotEqualTo(ahead.value());
        assertThat(right).isEqualTo(instead);
    }

    @Test
    void endpointThatIsDownIsNoFailureWhileTheTokenLives() throws Exception {
        // Given
        AccessToken first = tokens.get(mailbox, grant);
        clock.step(Duration.ofMinutes(50));
        server.failNext(TokenFault.status(503));

        // When
        AccessToken second = tokens.get(mailbox, grant);
        AccessToken third = tokens.get(mailbox, grant);

        // Then: it was asked once, and will be again soon
        assertThat(second.value()).isEqualTo(first.value());
        assertThat(third.value()).isEqualTo(first.value());
        assertThat(server.asked()).hasSize(2);

        // When
        clock.step(Duration.ofSeconds(31));

        // Then
        assertThat(tokens.get(mailbox, grant).value()).isNotEqualTo(first.value());
    }

    @Test
    void endpointThatIsDownFailsOnceTheTokenIsOver() throws Exception {
        // Given
        tokens.get(mailbox, grant);
        clock.step(Duration.ofMinutes(60));
        server.failNext(TokenFault.status(503));

        // Then
        assertThat(failure().failureClass()).isEqualTo(FailureClass.TRANSIENT);
    }

    @Test
    void refusalIsToldToTheCrowdWithoutAskingAgain() throws Exception {
        // Given
        server.directory().expireSecret("app-1");

        // When
        MailboxAccessException first = failure();
        MailboxAccessException second = failure();

        // Then
        assertThat(second).hasMessage(first.getMessage());
        assertThat(server.asked()).hasSize(1);

        // When
        Grants.microsoft(server);
        clock.step(Duration.ofSeconds(11));

        // Then
        assertThat(tokens.get(mailbox, grant)).isNotNull();
    }

    @Test
    void throttledEndpointIsLeftAloneAsLongAsItAsks() throws Exception {
        // Given
        server.failNext(TokenFault.throttled("60"));

        // When
        MailboxAccessException first = failure();
        clock.step(Duration.ofSeconds(59));
        MailboxAccessException second = failure();
        clock.step(Duration.ofSeconds(2));
        AccessToken then = tokens.get(mailbox, grant);

        // Then
        assertThat(List.of(first.failureClass(), second.failureClass())).containsOnly(FailureClass.THROTTLED);
        assertThat(first.retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(then).isNotNull();
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void replacedSecretTakesEffectAtOnce() throws Exception {
        // Given
        server.directory().addApplication("app-1", "a new one");
        failure();

        // When
        AccessToken token = tokens.get(
                mailbox,
                Grants.client(
                        server.microsoft("contoso.example"),
                        new ClientProof.SharedSecret("a new one", ClientProof.Placement.BODY)));

        // Then
        assertThat(server.directory().isGood(token.value(), "x@example.org")).isTrue();
    }

    @Test
    void refusedTokenIsExchangedForAFreshOneUnlessItIsFreshItself() throws Exception {
        // Given
        AccessToken first = tokens.get(mailbox, grant);

        // When
        AccessToken young = tokens.instead(first, mailbox, grant);
        clock.step(Duration.ofMinutes(5));
        AccessToken other = tokens.instead(first, mailbox, grant);
        AccessToken forTheNext = tokens.instead(first, mailbox, grant);

        // Then
        assertThat(young).isEqualTo(first);
        assertThat(other.value()).isNotEqualTo(first.value());
        assertThat(forTheNext).isEqualTo(other);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void noTextShowsAToken() throws Exception {
        // Given
        AccessToken token = tokens.get(mailbox, grant);

        // Then
        assertThat(token.toString()).doesNotContain(token.value());
    }

    private MailboxAccessException failure() {
        return catchThrowableOfType(MailboxAccessException.class, () -> tokens.get(mailbox, grant));
    }

    /** For grants that have none. */
    static final class NoRefreshTokens implements RefreshTokens {
        @Override
        public Claim claim(UUID asked, Duration atMost) {
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
