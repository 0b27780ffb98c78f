package dev.waybill.ingress.google;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/** Who may push for Gmail, made from the configuration. */
public final class GoogleGate {
    private final TokenCheck tokens;

    private GoogleGate(TokenCheck tokens) {
        this.tokens = tokens;
    }

    /** Lets in tokens of these service accounts that are made out to one of these audiences; nobody if either is empty. */
    public static GoogleGate of(
            List<String> audiences, List<String> serviceAccounts, URI jwksUrl, InstantSource clock) {
        SigningKeys keys = new SigningKeys(
                new HttpKeySource(jwksUrl),
                task -> Thread.ofVirtual().name("google-keys").start(task),
                clock);
        return new GoogleGate(new TokenCheck(keys, audiences, serviceAccounts, clock));
    }

    TokenCheck tokens() {
        return tokens;
    }
}
