package dev.waybill.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A grant at an OAuth 2 token endpoint, which answers with access tokens that live for about an hour. One shape a grant. */
public sealed interface OAuth extends Secret {
    TokenEndpoint endpoint();

    /**
     * A person signed in once and agreed (RFC 6749 §6). The endpoint may answer with another refresh token, which takes this one's
     * place.
     *
     * @param family names what a person entered and all tokens that it was exchanged for since
     */
    record RefreshToken(TokenEndpoint endpoint, String clientId, ClientProof proof, String token, String family)
            implements OAuth {
        public RefreshToken {
            required("client id", clientId);
            required("refresh token", token);
        }

        /** As a person enters it. */
        public static RefreshToken entered(TokenEndpoint endpoint, String clientId, ClientProof proof, String token) {
            return new RefreshToken(endpoint, clientId, proof, token, digest(token));
        }

        /** The same grant with the token that the endpoint gave in exchange. */
        public RefreshToken exchangedFor(String next) {
            return new RefreshToken(endpoint, clientId, proof, next, family);
        }

        @Override
        public String toString() {
            return "RefreshToken[" + endpoint + ", client " + clientId + ", …]";
        }
    }

    /** The application itself (RFC 6749 §4.4): an administrator gave it the mailboxes. */
    record ClientCredentials(TokenEndpoint endpoint, String clientId, ClientProof proof) implements OAuth {
        public ClientCredentials {
            required("client id", clientId);
            if (proof instanceof ClientProof.None) {
                throw new IllegalArgumentException("client credentials need a client secret or a certificate");
            }
        }

        @Override
        public String toString() {
            return "ClientCredentials[" + endpoint + ", client " + clientId + ", …]";
        }
    }

    /**
     * A Google service account that acts for a person (RFC 7523 §2.1, domain-wide delegation).
     *
     * @param privateKey PKCS #8 in PEM, as in the key file
     * @param subject the address of the person, who is the mailbox
     */
    record ServiceAccount(TokenEndpoint endpoint, String email, String keyId, String privateKey, String subject)
            implements OAuth {
        public ServiceAccount {
            required("e-mail of the service account", email);
            required("private key", privateKey);
            required("subject", subject);
        }

        @Override
        public String toString() {
            return "ServiceAccount[" + endpoint + ", " + email + ", …]";
        }
    }

    private static void required(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the " + what + " is empty");
        }
    }

    private static String digest(String token) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
