package dev.waybill.ingress.google;

import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Google's keys in memory. They are fetched anew behind the requests' back when their publisher's time is over, and at once for a key
 * that is not among them: by one request for all, and at most once in ten seconds, however many forged keys are named. While they
 * cannot be fetched, those that are known go on for a day.
 */
final class SigningKeys {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);

    /** A new key is signed with rarely, and a forged one is named as often as somebody likes. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    private static final Duration AFTER_THEIR_TIME = Duration.ofDays(1);

    private final KeySource source;
    private final Executor behind;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile Snapshot known = new Snapshot(Map.of(), Instant.MIN, Instant.MIN);
    private volatile Instant lastFetch = Instant.MIN;

    SigningKeys(KeySource source, Executor behind, InstantSource clock) {
        this.source = source;
        this.behind = behind;
        this.clock = clock;
    }

    private record Snapshot(Map<String, Key> keys, Instant staleFrom, Instant uselessFrom) {}

    /** What a look for a key came to. */
    sealed interface Found {}

    record Known(Key key) implements Found {}

    /** Google does not sign with it. */
    record NotGoogles() implements Found {}

    /** No keys are known, and none can be had: nobody can be told from anybody. */
    record Unavailable() implements Found {}

    Found find(String keyId) {
        Instant now = clock.instant();
        Snapshot snapshot = known;
        Key key = snapshot.keys().get(keyId);
        if (key != null && now.isBefore(snapshot.uselessFrom())) {
            if (!now.isBefore(snapshot.staleFrom()) && mayFetch(now)) {
                behind.execute(this::fetch);
            }
            return new Known(key);
        }
        fetch();
        return lookAgain(keyId);
    }

    private Found lookAgain(String keyId) {
        Snapshot snapshot = known;
        if (!clock.instant().isBefore(snapshot.uselessFrom())) {
            return new Unavailable();
        }
        Key key = snapshot.keys().get(keyId);
        return key == null ? new NotGoogles() : new Known(key);
    }

    private boolean mayFetch(Instant now) {
        // A clock that went back since must not keep us from fetching for as long as it was ahead.
        return lastFetch.equals(Instant.MIN)
                || !now.isBefore(lastFetch.plus(BETWEEN_FETCHES))
                || now.isBefore(lastFetch);
    }

    /** Whoever comes while another one fetches waits for what that one gets. */
    private void fetch() {
        fetching.lock();
        try {
            Instant now = clock.instant();
            if (!mayFetch(now)) {
                return;
            }
            lastFetch = now;
            KeySource.Published published = source.fetch();
            Instant stale = now.plus(published.keepFor());
            known = new Snapshot(parse(published.jwks()), stale, stale.plus(AFTER_THEIR_TIME));
            complained.set(false);
        } catch (IOException e) {
            if (complained.compareAndSet(false, true)) {
                LOG.warnf("Google's keys cannot be fetched (%s); %s", e.getMessage(), consequence());
            }
        } finally {
            fetching.unlock();
        }
    }

    private String consequence() {
        Snapshot snapshot = known;
        return snapshot.keys().isEmpty()
                ? "none is known, so pushes get 503 until they can"
                : "those that are known go on until " + snapshot.uselessFrom() + ", after that pushes get 503";
    }

    private static Map<String, Key> parse(String jwks) throws IOException {
        Map<String, Key> keys = new HashMap<>();
        try {
            for (JsonWebKey key : new JsonWebKeySet(jwks).getJsonWebKeys()) {
                @Nullable String id = key.getKeyId();
                if (key instanceof RsaJsonWebKey rsa && id != null) {
                    keys.put(id, rsa.getKey());
                }
            }
        } catch (JoseException e) {
            throw new IOException("what came is no JWKS", e);
        }
        if (keys.isEmpty()) {
            throw new IOException("what came holds no RSA key");
        }
        return Map.copyOf(keys);
    }
}
