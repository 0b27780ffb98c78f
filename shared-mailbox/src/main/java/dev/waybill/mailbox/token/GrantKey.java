package dev.waybill.mailbox.token;

import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.OAuth;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Names what a token was got with, without showing it. Another secret is another name, so that a replaced one takes effect at once. */
final class GrantKey {
    private final StringBuilder text = new StringBuilder();

    private GrantKey() {}

    static String of(UUID mailbox, OAuth grant) {
        GrantKey key = new GrantKey()
                .and(grant.endpoint().url().toString())
                .and(grant.endpoint().scope());
        return switch (grant) {
            case OAuth.RefreshToken refresh ->
                key.and(mailbox.toString())
                        .and(refresh.family())
                        .and(refresh.clientId())
                        .and(refresh.proof())
                        .digest();
            case OAuth.ClientCredentials client ->
                key.and(client.clientId()).and(client.proof()).digest();
            case OAuth.ServiceAccount account ->
                key.and(account.email())
                        .and(account.subject())
                        .and(account.keyId())
                        .and(account.privateKey())
                        .digest();
        };
    }

    private GrantKey and(ClientProof proof) {
        return switch (proof) {
            case ClientProof.None none -> and("none");
            case ClientProof.SharedSecret secret ->
                and(secret.placement().name()).and(secret.value());
            case ClientProof.Certificate certificate ->
                and(certificate.algorithm().name())
                        .and(certificate.certificate())
                        .and(certificate.privateKey());
        };
    }

    private GrantKey and(String part) {
        text.append(part.length()).append(':').append(part);
        return this;
    }

    private String digest() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
