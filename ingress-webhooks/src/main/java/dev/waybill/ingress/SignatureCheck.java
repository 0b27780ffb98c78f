package dev.waybill.ingress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Tells who signed a request. Looks nothing up beside its keys. A key that there is not costs the same time as a wrong signature, so
 * that names of keys cannot be found out.
 */
final class SignatureCheck {
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");

    private final CallerKeys keys;
    private final Duration tolerance;
    private final InstantSource clock;

    SignatureCheck(CallerKeys keys, Duration tolerance, InstantSource clock) {
        this.keys = keys;
        this.tolerance = tolerance;
        this.clock = clock;
    }

    Verdict verify(SignedHeaders headers, byte[] body) {
        String timestamp = headers.timestamp();
        if (headers.key() == null || timestamp == null || headers.signature() == null) {
            return new Refused("missing_header");
        }
        Optional<Signature> sent = Signature.parse(headers.signature());
        if (sent.isEmpty() || !TIMESTAMP.matcher(timestamp).matches()) {
            return new Refused("malformed_header");
        }
        if (isOff(Long.parseLong(timestamp))) {
            return new Refused("timestamp");
        }
        Optional<CallerKeys.Key> key = keys.find(headers.key());
        SecretKey secret = key.map(CallerKeys.Key::secret).orElseGet(keys::nobodysSecret);
        Signature right = Signature.of(secret, timestamp, body);
        boolean matches = right.matches(sent.get());
        if (key.isEmpty()) {
            return new Refused("unknown_key");
        }
        return matches ? new Signed(key.get().caller(), timestamp, sent.get().header()) : new Refused("signature");
    }

    private boolean isOff(long epochSeconds) {
        Duration off = Duration.between(Instant.ofEpochSecond(epochSeconds), clock.instant());
        return off.abs().compareTo(tolerance) > 0;
    }

    /** The headers that sign a request, as they came; what is missing is null. */
    record SignedHeaders(
            @Nullable String key,
            @Nullable String timestamp,
            @Nullable String signature) {}

    /** What the check came to. */
    sealed interface Verdict {}

    record Signed(Caller caller, String timestamp, String signature) implements Verdict {
        RequestMemory.Request request() {
            return new RequestMemory.Request(caller.key(), timestamp, signature);
        }
    }

    /** {@code reason} is for figures; the caller is not told which. */
    record Refused(String reason) implements Verdict {}
}
