package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One comparison, from its request to its report. */
final class ComparisonRun {
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final int LOOKS_UNTIL_A_HINT = 75;

    private final AdminClient api;
    private final Screen screen;
    private final String mailbox;
    private final String address;
    private long begun;
    private @Nullable JsonNode dry;

    ComparisonRun(AdminClient api, Screen screen, String address) {
        this(api, screen, address, address);
    }

    /** {@code mailbox}: as the API finds it, if the address does not say it. */
    ComparisonRun(AdminClient api, Screen screen, String mailbox, String address) {
        this.api = api;
        this.screen = screen;
        this.mailbox = mailbox;
        this.address = address;
    }

    String address() {
        return address;
    }

    ComparisonRun ask(@Nullable String since, boolean dryRun) {
        JsonNode asked = api.post(ApiPath.of("mailboxes", mailbox, "reconcile")
                .with("since", since)
                .flag("dryRun", dryRun));
        begun = asked.path("begun").asLong();
        dry = dryRun ? asked.path("report") : null;
        return this;
    }

    /** Waits for the end. Its pointer has left the queue by then: one that began before the request is followed by the one asked for. */
    JsonNode report() {
        if (dry != null) {
            return dry;
        }
        for (int look = 1; ; look++) {
            JsonNode state = api.get(ApiPath.of("mailboxes", mailbox, "reconciliation"));
            boolean ended = state.path("ended").asLong() > begun;
            String problem = state.path("problem").asText();
            if (ended && !problem.isEmpty()) {
                throw VerbFailure.failed(address + " could not be compared: " + problem);
            }
            boolean queued = state.hasNonNull("queued");
            if (ended && !queued) {
                return state.path("report");
            }
            if (!queued && state.path("begun").asLong() == begun) {
                throw VerbFailure.failed(address + " was not compared: the request is gone from the queue (was Redis"
                        + " emptied?). It is compared by itself soon; or ask again");
            }
            progress(state, look);
            pause();
        }
    }

    private void progress(JsonNode state, int look) {
        boolean running =
                state.path("running").asBoolean() && state.path("begun").asLong() > begun;
        if (look == LOOKS_UNTIL_A_HINT && !running) {
            screen.complain(
                    address + " still waits for its turn: is the queue paused or very full, or does no consumer run?"
                            + " `waybill queue stats` tells. The comparison is asked for; you may interrupt this");
        }
        screen.progress(
                running
                        ? address + ": " + state.path("progress").asLong() + " mails listed so far"
                        : address + ": waits for its turn");
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbFailure.failed("interrupted; what was asked for is done all the same");
        }
    }
}
