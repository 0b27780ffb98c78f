package dev.waybill.consumer.rate;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import java.time.Duration;
import java.util.Optional;

/** What the providers grant a mailbox: requests in ten minutes (Graph), and units in a minute (Gmail). */
public record RateGrants(int graphRequests, int gmailUnits) {
    private static final Duration GRAPH_WINDOW = Duration.ofMinutes(10);
    private static final Duration GMAIL_WINDOW = Duration.ofMinutes(1);
    private static final int BURST = 5;

    public RateGrants {
        if (graphRequests < 100 || gmailUnits < 500) {
            throw new IllegalArgumentException("a mailbox must be granted at least 100 requests in ten minutes"
                    + " (waybill.consumer.graph.requests) and 500 units in a minute (waybill.consumer.gmail.units), not "
                    + graphRequests + " and " + gmailUnits);
        }
    }

    /** Empty where a provider counts nothing. */
    Optional<Bucket> of(Mailbox mailbox) {
        return switch (mailbox.connection()) {
            case Connection.Imap imap -> Optional.empty();
            case Connection.Graph graph -> Optional.of(Bucket.of(graphRequests, GRAPH_WINDOW));
            case Connection.Gmail gmail -> Optional.of(Bucket.of(gmailUnits, GMAIL_WINDOW));
        };
    }

    /** {@code most} is what it holds, {@code perMilli} what flows into it; both together never exceed the grant of a window. */
    record Bucket(int most, double perMilli) {
        private static Bucket of(int granted, Duration window) {
            int most = granted / BURST;
            return new Bucket(most, (granted - most) / (double) window.toMillis());
        }
    }
}
