package dev.waybill.cli.bench;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/** What the services of a benchmark share: keyset, admin token, servers. */
final class BenchSecrets {
    static final String ADMIN_TOKEN = "token-of-a-benchmark-on-loopback-only";

    private BenchSecrets() {}

    /** The environment of a service with these servers and a keyset of its own. */
    static Map<String, String> environment(String redis, String jdbcUrl, String user, String password) {
        Map<String, String> told = new HashMap<>();
        told.put("QUARKUS_REDIS_HOSTS", redis);
        told.put("QUARKUS_REDIS_DOORBELL_HOSTS", redis);
        told.put("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl);
        told.put("QUARKUS_DATASOURCE_USERNAME", user);
        told.put("QUARKUS_DATASOURCE_PASSWORD", password);
        told.put("WAYBILL_KEYSET", newKeyset());
        told.put("WAYBILL_ADMIN_TOKEN", ADMIN_TOKEN);
        told.put("WAYBILL_MAILBOX_ALLOW_PRIVATE_HOSTS", "true");
        return told;
    }

    private static String newKeyset() {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new BenchFailure("no keyset could be made: " + e.getMessage(), e);
        }
    }
}
