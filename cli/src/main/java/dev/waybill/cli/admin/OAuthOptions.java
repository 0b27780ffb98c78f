package dev.waybill.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a login with OAuth. Secrets come from files only: arguments are seen by everybody on this machine. */
final class OAuthOptions {
    private static final int LARGEST_KEY = 16 * 1024;

    @Option(
            names = "--oauth",
            paramLabel = "PROVIDER",
            description =
                    "Log in by IMAP with OAuth: microsoft, google, or other with --token-url. The server follows from it.")
    private @Nullable String provider;

    @Option(names = "--tenant-id", paramLabel = "ID", description = "Microsoft: the directory's id or domain.")
    private @Nullable String tenant;

    @Option(names = "--client-id", paramLabel = "ID", description = "Of the application.")
    private @Nullable String clientId;

    @Option(names = "--client-secret-file", paramLabel = "FILE", description = "Holds the application's secret.")
    private @Nullable Path clientSecret;

    @Option(names = "--certificate-file", paramLabel = "PEM", description = "Instead of a secret.")
    private @Nullable Path certificate;

    @Option(names = "--private-key-file", paramLabel = "PEM", description = "Of the certificate; PKCS #8.")
    private @Nullable Path privateKey;

    @Option(
            names = "--refresh-token-file",
            paramLabel = "FILE",
            description = "Holds a person's refresh token; without one the application itself is given access.")
    private @Nullable Path refreshToken;

    @Option(names = "--service-account-file", paramLabel = "JSON", description = "Google: key of a service account.")
    private @Nullable Path serviceAccount;

    @Option(names = "--token-url", paramLabel = "URL", description = "Token endpoint; else the provider's own.")
    private @Nullable String tokenUrl;

    @Option(names = "--scope", description = "What the token is to open; else the usual scope.")
    private @Nullable String scope;

    boolean given() {
        return provider != null || serviceAccount != null || tokenUrl != null || clientId != null;
    }

    ObjectNode request() {
        ObjectNode oauth = Screen.JSON.createObjectNode();
        put(oauth, "provider", provider);
        put(oauth, "tenant", tenant);
        put(oauth, "clientId", clientId);
        put(oauth, "clientSecret", clientSecret == null ? null : SmallFile.secret(clientSecret));
        put(oauth, "certificate", text(certificate));
        put(oauth, "privateKey", text(privateKey));
        put(oauth, "refreshToken", refreshToken == null ? null : SmallFile.secret(refreshToken));
        put(oauth, "serviceAccount", text(serviceAccount));
        put(oauth, "tokenUrl", tokenUrl);
        put(oauth, "scope", scope);
        return oauth;
    }

    private static @Nullable String text(@Nullable Path file) {
        return file == null ? null : new String(SmallFile.read(file, LARGEST_KEY), UTF_8);
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }
}
