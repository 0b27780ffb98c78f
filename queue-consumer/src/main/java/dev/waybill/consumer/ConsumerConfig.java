package dev.waybill.consumer;

import dev.waybill.consumer.answer.HoldKeeper;
import dev.waybill.consumer.loop.LoopSettings;
import dev.waybill.consumer.rate.RateGrants;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this service behaves. */
@ConfigMapping(prefix = "waybill.consumer")
interface ConsumerConfig {
    /** How operators see this process; by default its host and process id. */
    Optional<String> name();

    /** How many pointers are in hand at a time. */
    @WithDefault("64")
    int places();

    /** How many mails are read and recorded at a time; the pool of database connections has to be larger. */
    @WithDefault("16")
    int workers();

    /** How long one step of one pointer may take without getting on. */
    @WithDefault("60s")
    Duration handlerTimeout();

    /** After the first failure of a mail; doubles with each. */
    @WithDefault("2s")
    Duration retryDelay();

    /** How long handlers may go on when the service stops; the whole stop takes up to 12 seconds more. */
    @WithDefault("12s")
    Duration stopTimeout();

    /** A larger mail is skipped. */
    @WithDefault("150M")
    MemorySize maxMailSize();

    /** How often the DLQ is compared with the ledger. */
    @WithDefault("30s")
    Duration deadLetterPass();

    /** How often the registry is asked for changes. */
    @WithDefault("1s")
    Duration registryInterval();

    Imap imap();

    Graph graph();

    Gmail gmail();

    /** Resolving from IMAP. */
    interface Imap {
        /** Connections to one mailbox. */
        @WithDefault("2")
        int sessions();

        /** An idle connection is closed after this time. */
        @WithDefault("60s")
        Duration keepSession();

        /** Mails fetched by one command. */
        @WithDefault("32")
        int fetchSet();

        /** Pointers of one mailbox that are ready or in flight at a time: enough for its connections, few enough for its neighbours. */
        @WithDefault("64")
        int limit();
    }

    /** Resolving from Microsoft 365. */
    interface Graph {
        /** Mails of one mailbox at a time, over all consumers: Graph takes four requests at once, one is left for subscriptions. */
        @WithDefault("3")
        int limit();

        /** Requests that Graph grants for a mailbox in ten minutes. */
        @WithDefault("10000")
        int requests();
    }

    /** Resolving from Gmail. */
    interface Gmail {
        /** Mails of one mailbox at a time, over all consumers. */
        @WithDefault("5")
        int limit();

        /** Quota units that Gmail grants for a user in a minute. */
        @WithDefault("6000")
        int units();
    }

    default HoldKeeper.Limits limits() {
        return new HoldKeeper.Limits(imap().limit(), graph().limit(), gmail().limit());
    }

    default RateGrants grants() {
        return new RateGrants(graph().requests(), gmail().units());
    }

    default LoopSettings loopSettings(QueueConfig queue) {
        return new LoopSettings(
                name().orElse(ConsumerName.ofThisProcess()),
                places(),
                queue.claimTtl(),
                handlerTimeout(),
                retryDelay(),
                queue.maxAttempts(),
                queue.maxCrashes());
    }
}
