package dev.waybill.ingress;

import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.token.TokenSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the providers of mailboxes are reached; the same in every service that reaches them. */
@ConfigMapping(prefix = "waybill.mailbox")
interface MailboxConfig {
    /** Whether a token endpoint may lie on this machine or its own network. */
    @WithDefault("false")
    boolean allowPrivateHosts();

    Token token();

    Api api();

    Graph graph();

    Gmail gmail();

    /** Limits of asking a token endpoint. */
    interface Token {
        @WithDefault("5s")
        Duration connectTimeout();

        /** For the whole answer. */
        @WithDefault("15s")
        Duration answerTimeout();
    }

    /** Limits and trust of calling the APIs of Microsoft and Google. */
    interface Api {
        @WithDefault("5s")
        Duration connectTimeout();

        /** Longest time between two bytes. */
        @WithDefault("20s")
        Duration readTimeout();

        /** For a whole answer that is not a mail. */
        @WithDefault("40s")
        Duration answerTimeout();

        /** Certificates (PEM) that are trusted beside those of the Java runtime. */
        Optional<Path> caFile();
    }

    /** Microsoft 365. */
    interface Graph {
        /** Of the worldwide cloud; the addresses of the national ones are known. */
        @WithDefault("https://graph.microsoft.com/v1.0")
        URI baseUrl();
    }

    /** Gmail. */
    interface Gmail {
        @WithDefault("https://gmail.googleapis.com/")
        URI rootUrl();
    }

    default TokenSettings tokenSettings() {
        return new TokenSettings(token().connectTimeout(), token().answerTimeout());
    }

    default HttpSettings httpSettings() {
        return new HttpSettings(api().connectTimeout(), api().readTimeout(), api().answerTimeout(), api().caFile());
    }
}
