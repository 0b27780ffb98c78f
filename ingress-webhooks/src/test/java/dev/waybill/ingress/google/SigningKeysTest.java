package dev.waybill.ingress.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.ingress.google.SigningKeys.Known;
import dev.waybill.ingress.google.SigningKeys.NotGoogles;
import dev.waybill.ingress.google.SigningKeys.Unavailable;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SigningKeysTest {
    private static final RSAPublicKey PUBLIC_KEY = publicKey();

    private Instant now = Instant.ofEpochSecond(1_800_000_000L);
    private String published = jwks("a");
    private @Nullable IOException failure;
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<Runnable> behind = new ArrayList<>();
    private final SigningKeys keys = new SigningKeys(this::fetch, behind::add, () -> now);

    private KeySource.Published fetch() throws IOException {
        fetches.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        return new KeySource.Published(published, Duration.ofMinutes(5));
    }

    /** One key under several ids: what it signs is not asked here, and each would take half a second to make. */
    private static String jwks(String... ids) {
        JsonWebKeySet set = new JsonWebKeySet();
        for (String id : ids) {
            RsaJsonWebKey key = new RsaJsonWebKey(PUBLIC_KEY);
            key.setKeyId(id);
            set.addJsonWebKey(key);
        }
        return set.toJson();
    }

    private static RSAPublicKey publicKey() {
        try {
            return RsaJwkGenerator.generateJwk(2048).getRsaPublicKey();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void forgedKeysMakeNoStorm() {
        // Given
        assertThat(keys.find("a")).isInstanceOf(Known.class);
        now = now.plusSeconds(60);

        // When
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.find("forged-" + i)).isInstanceOf(NotGoogles.class);
            now = now.plusMillis(9);
        }

        // Then
        assertThat(fetches).hasValue(2);
        now = now.plusSeconds(10);
        keys.find("forged");
        assertThat(fetches).hasValue(3);
    }

    @Test
    void clockThatWentBackKeepsNobodyFromFetching() {
        // Given
        keys.find("a");
        published = jwks("a", "b");

        // When
        now = now.minus(Duration.ofHours(1));

        // Then
        assertThat(keys.find("b")).isInstanceOf(Known.class);
    }

    @Test
    void manyWhoMissTheSameKeyWaitForOneFetch() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SigningKeys slow = new SigningKeys(
                () -> {
                    fetches.incrementAndGet();
                    asked.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return new KeySource.Published(published, Duration.ofMinutes(5));
                },
                behind::add,
                () -> now);

        // When
        List<Future<SigningKeys.Found>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(() -> slow.find("a")));
            }
            asked.await();
            go.countDown();
        }

        // Then
        for (Future<SigningKeys.Found> one : all) {
            assertThat(one.get()).isInstanceOf(Known.class);
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void staleKeysAreFetchedBehindTheRequestsBack() {
        // Given
        keys.find("a");
        now = now.plus(Duration.ofMinutes(6));
        published = jwks("a", "b");

        // When
        assertThat(keys.find("a")).isInstanceOf(Known.class);
        assertThat(fetches).hasValue(1);
        behind.removeFirst().run();

        // Then
        assertThat(fetches).hasValue(2);
        assertThat(keys.find("b")).isInstanceOf(Known.class);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void knownKeysGoOnForADayWhenGoogleCannotBeReached() {
        // Given
        keys.find("a");
        failure = new IOException("no route");

        // When
        now = now.plus(Duration.ofHours(23));
        assertThat(keys.find("a")).isInstanceOf(Known.class);
        assertThat(keys.find("b")).isInstanceOf(NotGoogles.class);
        now = now.plus(Duration.ofHours(2));

        // Then
        assertThat(keys.find("a")).isInstanceOf(Unavailable.class);
    }

    @Test
    void keysThatWereNeverHadAreUnavailableAndComeBack() {
        // Given
        failure = new IOException("no route");
        assertThat(keys.find("a")).isInstanceOf(Unavailable.class);

        // When
        failure = null;
        assertThat(keys.find("a")).isInstanceOf(Unavailable.class);
        now = now.plusSeconds(10);

        // Then
        assertThat(keys.find("a")).isInstanceOf(Known.class);
    }

    @Test
    void documentWithoutKeysTakesNothingAway() {
        // Given
        keys.find("a");
        for (String nothing : List.of("{\"keys\":[]}", "<html>", "{}")) {
            published = nothing;
            now = now.plusSeconds(10);

            // When
            keys.find("other");

            // Then
            assertThat(keys.find("a")).isInstanceOf(Known.class);
        }
    }
}
