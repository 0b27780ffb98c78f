package dev.waybill.mailbox.token;

import dev.waybill.devstack.ClientKeys;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/** Grants at a {@link TokenServer}, registered there. */
public final class Grants {
    public static final String USER = "help@example.org";
    public static final String SECRET = "cl1ent-s3cret~+&=";
    public static final String SCOPE = "https://outlook.office365.com/.default";
    public static final String GOOGLE_SCOPE = "https://mail.google.com/";

    private Grants() {}

    public static HttpTokenEndpoints http(InstantSource clock) {
        return http(clock, new HostPolicy(true), Duration.ofSeconds(10));
    }

    static HttpTokenEndpoints http(InstantSource clock, HostPolicy hosts, Duration answer) {
        try {
            return new HttpTokenEndpoints(
                    hosts, SSLContext.getDefault(), new TokenSettings(Duration.ofMillis(500), answer), clock);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static OAuth.ClientCredentials microsoft(TokenServer server) {
        server.directory().addTenant("contoso.example");
        server.directory().addApplication("app-1", SECRET);
        return client(server.microsoft("contoso.example"), secret(ClientProof.Placement.BODY));
    }

    static OAuth.ClientCredentials client(URI endpoint, ClientProof proof) {
        return new OAuth.ClientCredentials(new TokenEndpoint(endpoint, SCOPE), "app-1", proof);
    }

    static ClientProof secret(ClientProof.Placement placement) {
        return new ClientProof.SharedSecret(SECRET, placement);
    }

    static OAuth.ClientCredentials certificate(TokenServer server, ClientKeys keys, ClientProof.Algorithm algorithm) {
        server.directory().addTenant("contoso.example");
        server.directory().addApplication("app-1", keys.certificate());
        return client(
                server.microsoft("contoso.example"),
                new ClientProof.Certificate(keys.certificatePem(), keys.privateKeyPem(), algorithm));
    }

    /** A person signed in at an endpoint. */
    public static OAuth.RefreshToken signedIn(TokenServer server, URI endpoint) {
        server.directory().addTenant("contoso.example");
        server.directory().addApplication("app-2", SECRET);
        return OAuth.RefreshToken.entered(
                new TokenEndpoint(endpoint, "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"),
                "app-2",
                secret(ClientProof.Placement.BODY),
                server.directory().signIn("app-2", USER));
    }

    static OAuth.ServiceAccount serviceAccount(TokenServer server, ClientKeys keys) {
        server.directory()
                .addServiceAccount(
                        "robot@project.example",
                        "key-1",
                        keys.certificate().getPublicKey(),
                        java.util.Set.of(GOOGLE_SCOPE),
                        java.util.Set.of(USER));
        return new OAuth.ServiceAccount(
                new TokenEndpoint(server.google(), GOOGLE_SCOPE),
                "robot@project.example",
                "key-1",
                keys.privateKeyPem(),
                USER);
    }
}
