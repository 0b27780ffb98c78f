package dev.waybill.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The keys of all callers. A configuration that would leave a door open, or close one by mistake, is refused with a sentence. */
final class CallerKeys {
    /** As long as the digest; a shorter key is what weakens an HMAC (RFC 2104 §3). */
    private static final int SHORTEST = 32;

    private static final int LARGEST_FILE = 4_096;

    private final Map<String, Key> keys;
    private final SecretKey nobodysSecret;

    private CallerKeys(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
        byte[] random = new byte[SHORTEST];
        new SecureRandom().nextBytes(random);
        this.nobodysSecret = secret(random);
    }

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException a key is too short, given twice or unreadable; the message says what to change
     */
    static CallerKeys of(IngressConfig config) {
        Map<String, Key> keys = new HashMap<>();
        Map<String, String> tenants = config.keyTenants();
        config.keys().forEach((name, secret) -> keys.put(name, key(name, secret, tenants)));
        config.keyFiles().forEach((name, file) -> {
            if (keys.put(name, key(name, read(name, file), tenants)) != null) {
                throw new IllegalArgumentException("the key '" + name
                        + "' is given twice: keep one of waybill.ingress.keys." + name
                        + " and waybill.ingress.key-files."
                        + name);
            }
        });
        for (String name : tenants.keySet()) {
            if (!keys.containsKey(name)) {
                throw new IllegalArgumentException("waybill.ingress.key-tenants." + name
                        + " restricts a key that there is not; give waybill.ingress.keys." + name
                        + " or remove the restriction");
            }
        }
        return new CallerKeys(keys);
    }

    private static Key key(String name, String secret, Map<String, String> tenants) {
        byte[] bytes = secret.getBytes(UTF_8);
        if (bytes.length < SHORTEST) {
            throw new IllegalArgumentException("the key '" + name + "' has " + bytes.length + " characters; at least "
                    + SHORTEST + " are needed, for example what 'openssl rand -hex 32' prints");
        }
        String tenant = tenants.getOrDefault(name, Caller.ALL_TENANTS);
        return new Key(new Caller(name, tenant), secret(bytes));
    }

    private static SecretKey secret(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private static String read(String name, Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException("the file of key '" + name + "', " + file + ", is larger than "
                        + LARGEST_FILE + " bytes; let waybill.ingress.key-files." + name + " name the right file");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file of key '" + name + "', " + file + ", cannot be read ("
                            + e.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                            + "); let waybill.ingress.key-files." + name + " name a readable file",
                    e);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    Set<String> names() {
        return keys.keySet();
    }

    Optional<Key> find(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /** A secret that nobody has, to spend the same time on a key that there is not. */
    SecretKey nobodysSecret() {
        return nobodysSecret;
    }

    /** A key and whose it is. Its text never shows the secret. */
    record Key(Caller caller, SecretKey secret) {
        @Override
        public String toString() {
            return "Key[" + caller.key() + "]";
        }
    }
}
