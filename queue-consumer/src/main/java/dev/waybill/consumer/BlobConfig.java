package dev.waybill.consumer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where raw mails and attachments are kept. */
@ConfigMapping(prefix = "waybill.blobs")
interface BlobConfig {
    /** A directory that all consumers share; without one, they lie in PostgreSQL. */
    Optional<Path> directory();

    /** How old something must be that nobody names, before it is removed. */
    @WithDefault("24h")
    Duration sweepAge();

    @WithDefault("6h")
    Duration sweepInterval();
}
