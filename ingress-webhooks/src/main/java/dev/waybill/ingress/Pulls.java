package dev.waybill.ingress;

import dev.waybill.ingress.google.PubSubPull;
import java.util.Optional;

/** What this replica pulls from Pub/Sub, if anything. Replicas share a subscription: a message goes to one of them. */
record Pulls(Optional<PubSubPull> gmail) {
    void start() {
        gmail.ifPresent(PubSubPull::start);
    }

    void stop() {
        gmail.ifPresent(PubSubPull::stop);
    }
}
