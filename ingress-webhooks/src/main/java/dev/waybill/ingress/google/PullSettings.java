package dev.waybill.ingress.google;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where messages are pulled from.
 *
 * @param subscription {@code projects/…/subscriptions/…}
 * @param endpoint host and port of an emulator, spoken to unencrypted and without credentials; empty for Google
 * @param credentialsFile a service account's key; empty for the credentials of the machine
 */
public record PullSettings(String subscription, Optional<String> endpoint, Optional<Path> credentialsFile) {
    public PullSettings {
        if (!subscription.matches("projects/[^/]+/subscriptions/[^/]+")) {
            throw new IllegalArgumentException("the pull subscription is '" + subscription
                    + "'; give its whole name, such as projects/my-project/subscriptions/gmail-pull");
        }
    }
}
