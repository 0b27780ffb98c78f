package dev.waybill.ingress;

import dev.waybill.queue.redis.KeyNames;
import dev.waybill.queue.redis.QueueSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the queue lies; the same in every process of a queue. The upper-case names are those of the runbook. */
@ConfigMapping(prefix = "waybill.queue")
interface QueueConfig {
    Keys keys();

    /** How many pointers of a mailbox are ready or in flight at a time. */
    @WithDefault("8")
    int defaultLimit();

    /** Over how many queues the mailboxes are spread, for more than one core's worth of Redis; the queue remembers its number. */
    @WithDefault("1")
    int shards();

    /** After which Redis counts as not answering. */
    @WithDefault("800ms")
    Duration commandTimeout();

    /** The names of the keys; one that is not given is the prefix and a word. */
    interface Keys {
        @WithDefault(KeyNames.DEFAULT_PREFIX)
        String prefix();

        @WithDefault("${UNIFIED_INBOUND_EMAIL_QUEUE_KEY:}")
        Optional<String> ready();

        @WithDefault("${UNIFIED_INBOUND_EMAIL_PROCESSING_QUEUE_KEY:}")
        Optional<String> processing();

        @WithDefault("${UNIFIED_INBOUND_EMAIL_INFLIGHT_HASH_KEY:}")
        Optional<String> inflight();

        @WithDefault("${UNIFIED_INBOUND_EMAIL_INFLIGHT_LEASE_KEY:}")
        Optional<String> lease();

        @WithDefault("${UNIFIED_INBOUND_EMAIL_DLQ_KEY:}")
        Optional<String> dlq();
    }

    default QueueSettings settings() {
        KeyNames all = KeyNames.withPrefix(keys().prefix());
        KeyNames named = new KeyNames(
                all.prefix(),
                keys().ready().orElse(all.ready()),
                keys().processing().orElse(all.processing()),
                keys().inflight().orElse(all.inflight()),
                keys().lease().orElse(all.lease()),
                keys().dlq().orElse(all.dlq()));
        return QueueSettings.defaults()
                .withKeys(named)
                .withDefaultLimit(defaultLimit())
                .withShards(shards())
                .withCommandTimeout(commandTimeout());
    }
}
