package dev.waybill.consumer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How long what was kept of processed mails stays. Without an age, it stays. */
@ConfigMapping(prefix = "waybill.retention")
interface RetentionConfig {
    /** Age at which the original of a mail goes; tickets and their attachments stay. At least a day. */
    Optional<Duration> originals();

    /** Age at which the ledger forgets all of a mail but its key and what became of it. At least a day. */
    Optional<Duration> details();

    @WithDefault("1h")
    Duration interval();
}
