package dev.waybill.consumer;

import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.imap.ImapSettings;
import dev.waybill.mailbox.token.TokenSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How mailboxes are reached; the same in every service that reaches them. */
@ConfigMapping(prefix = "waybill.mailbox")
interface MailboxConfig {
    /** Of no use here: only listeners wait for news. */
    Duration POLL = Duration.ofSeconds(30);

    /** Whether a mailbox may lie on a server of this machine or its own network. */
    @WithDefault("false")
    boolean allowPrivateHosts();

    /** A YAML file of mailboxes, plain or encrypted, that is applied whenever it changes. */
    Optional<Path> file();

    Imap imap();

    Token token();

    Api api();

    Graph graph();

    Gmail gmail();

    /** Limits and trust of IMAP connections. */
    interface Imap {
        @WithDefault("10s")
        Duration connectTimeout();

        @WithDefault("60s")
        Duration readTimeout();

        @WithDefault("30s")
        Duration writeTimeout();

        /** Whether passwords may leave this machine unencrypted. */
        @WithDefault("false")
        boolean allowPlaintext();

        /** Certificates (PEM) that are trusted beside those of the Java runtime. */
        Optional<Path> caFile();
    }

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

    default HttpSettings httpSettings() {
        return new HttpSettings(api().connectTimeout(), api().readTimeout(), api().answerTimeout(), api().caFile());
    }

    default TokenSettings tokenSettings() {
        return new TokenSettings(token().connectTimeout(), token().answerTimeout());
    }

    default ImapSettings imapSettings() {
        return new ImapSettings(
                imap().connectTimeout(),
                imap().readTimeout(),
                imap().writeTimeout(),
                POLL,
                imap().allowPlaintext(),
                imap().caFile());
    }
}
