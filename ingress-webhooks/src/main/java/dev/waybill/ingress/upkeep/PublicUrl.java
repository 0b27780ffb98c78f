package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.push.UrlCheck;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address under which Graph reaches this service, checked at most once a minute. */
final class PublicUrl {
    private static final String PATH = "/webhooks/microsoft";
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Optional<String> base;
    private final UrlCheck check;
    private final InstantSource clock;
    private @Nullable Instant checkedAt;
    private Optional<String> problem = Optional.empty();

    PublicUrl(Optional<URI> base, UrlCheck check, InstantSource clock) {
        this.base = base.map(url -> url.toString().replaceAll("/+$", ""));
        this.check = check;
        this.clock = clock;
    }

    boolean isGiven() {
        return base.isPresent();
    }

    String notifications() {
        return base.orElseThrow() + PATH;
    }

    String lifecycle() {
        return notifications() + "/lifecycle";
    }

    /** Whether a subscription was made by an installation under this address. */
    boolean isOurs(String notificationUrl) {
        return notificationUrl.equals(notifications()) || notificationUrl.startsWith(notifications() + "?");
    }

    /** What keeps Graph from reaching us, if anything does. */
    synchronized Optional<String> problem() {
        Instant now = clock.instant();
        if (checkedAt == null || !now.isBefore(checkedAt.plus(REMEMBERED))) {
            problem = check.problem(URI.create(notifications())).map(said -> "(" + notifications() + ") " + said);
            checkedAt = now;
        }
        return problem;
    }
}
