package dev.waybill.ingress;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests. */
record Keys(Map<String, String> keys, Map<String, Path> keyFiles, Map<String, String> keyTenants)
        implements IngressConfig {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final String OTHER_SECRET = "fedcba9876543210fedcba9876543210";

    static Keys of(Map<String, String> keys) {
        return new Keys(keys, Map.of(), Map.of());
    }

    @Override
    public Duration timestampTolerance() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int rememberedRequests() {
        return 100;
    }

    @Override
    public RateLimit rateLimit() {
        return new RateLimit() {
            @Override
            public int perSecond() {
                return 2;
            }

            @Override
            public int burst() {
                return 3;
            }
        };
    }

    @Override
    public Google google() {
        throw new UnsupportedOperationException("no test of keys asks for it");
    }

    @Override
    public boolean benchEndpoint() {
        return false;
    }

    @Override
    public Optional<URI> publicUrl() {
        return Optional.empty();
    }

    @Override
    public Upkeep upkeep() {
        throw new UnsupportedOperationException("no test of keys asks for it");
    }

    @Override
    public Duration receiveTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration registryInterval() {
        return Duration.ofSeconds(1);
    }
}
