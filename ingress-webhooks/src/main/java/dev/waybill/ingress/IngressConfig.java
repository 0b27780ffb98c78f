package dev.waybill.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How this service behaves, and who may call it. */
@ConfigMapping(prefix = "waybill.ingress")
interface IngressConfig {
    /** The secret of each caller, by the name of its key; two names for one caller while its key is changed. */
    Map<String, String> keys();

    /** The same, each secret in a file. */
    Map<String, Path> keyFiles();

    /** The tenant that a key is restricted to, by the name of the key; a key without one may name every mailbox. */
    Map<String, String> keyTenants();

    /** How far the timestamp of a request may be off, in either direction. */
    @WithDefault("5m")
    Duration timestampTolerance();

    /** How many accepted requests are remembered, so that an exact repeat enqueues nothing. */
    @WithDefault("100000")
    int rememberedRequests();

    RateLimit rateLimit();

    /** How long a request may take to arrive, headers and body. */
    @WithDefault("10s")
    Duration receiveTimeout();

    /** How often the registry is asked for changes. */
    @WithDefault("1s")
    Duration registryInterval();

    /** Under which Graph reaches this service, such as {@code https://hooks.example.com}; without one its mailboxes are polled. */
    Optional<URI> publicUrl();

    Google google();

    Upkeep upkeep();

    /** Looking after subscriptions and watches; done by one replica. */
    interface Upkeep {
        /** Whether this replica takes part in it; it needs the keyset for that. */
        @WithDefault("true")
        boolean enabled();

        @WithDefault("10s")
        Duration interval();

        /** After which another replica leads when the leader has died. */
        @WithDefault("30s")
        Duration lease();

        /** How often a mailbox is listed that no push tells of. */
        @WithDefault("1m")
        Duration pollInterval();

        /** How often a mailbox is listed that push tells of, to notice when push falls silent. */
        @WithDefault("15m")
        Duration lookInterval();
    }

    /** Cloud Pub/Sub's pushes for Gmail. */
    interface Google {
        /** What the tokens of pushes are made out to; several while it is changed. Without one every push is refused. */
        Optional<List<String>> audiences();

        /** The e-mail addresses of the service accounts that Pub/Sub pushes as; several while it is changed. */
        Optional<List<String>> serviceAccounts();

        /** {@code projects/…/topics/…} that Gmail publishes to; without one Gmail mailboxes are polled. */
        Optional<String> topic();

        /** {@code projects/…/subscriptions/…} to pull from, for installations without a public address. */
        Optional<String> pullSubscription();

        /** A service account's key for the pull; the credentials of the machine without it. */
        Optional<Path> credentialsFile();

        /** Host and port of an emulator of Pub/Sub, spoken to unencrypted and without credentials. */
        Optional<String> pubsubEndpoint();

        /** Where Google publishes the keys that it signs with. */
        @WithDefault("https://www.googleapis.com/oauth2/v3/certs")
        URI jwksUrl();
    }

    /** Whether {@code /webhooks/nothing} answers, for benchmarks. */
    @WithDefault("false")
    boolean benchEndpoint();

    /** Of each key by itself. */
    interface RateLimit {
        /** Requests a second, in the long run. */
        @WithDefault("50")
        int perSecond();

        /** Requests at once, after a pause. */
        @WithDefault("200")
        int burst();
    }
}
