package dev.waybill.mailbox;

/** How an application proves to a token endpoint which one it is. Its text never shows the secret. */
public sealed interface ClientProof {
    /** Not at all: a public client (RFC 6749 §2.1). */
    record None() implements ClientProof {}

    /** A client secret. */
    record SharedSecret(String value, Placement placement) implements ClientProof {
        public SharedSecret {
            if (value.isBlank()) {
                throw new IllegalArgumentException("the client secret is empty");
            }
        }

        @Override
        public String toString() {
            return "SharedSecret[…]";
        }
    }

    /** Where the secret stands in a request (RFC 6749 §2.3.1). */
    enum Placement {
        BODY,
        BASIC
    }

    /**
     * A signed assertion (RFC 7523 §2.2).
     *
     * @param certificate X.509 in PEM, as the provider knows it
     * @param privateKey PKCS #8 in PEM, RSA
     */
    record Certificate(String certificate, String privateKey, Algorithm algorithm) implements ClientProof {
        @Override
        public String toString() {
            return "Certificate[…]";
        }
    }

    /** The signature of an assertion (RFC 7518 §3.1). */
    enum Algorithm {
        RS256,
        PS256
    }
}
