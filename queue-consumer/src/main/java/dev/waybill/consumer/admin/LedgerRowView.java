package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger says of a mail. */
record LedgerRowView(
        String messageKey,
        String outcome,
        String reason,
        String effect,
        @Nullable String messageId,
        @Nullable Long size,
        @Nullable String rawSha256,
        @Nullable Long ticket,
        @Nullable Long comment,
        int attempts,
        int crashes,
        List<Step> timeline,
        JsonNode decision,
        String traceId) {

    /** Something that happened to the mail. */
    record Step(Instant at, String event) {
        static List<Step> of(
                @Nullable Instant enqueued,
                @Nullable Instant claimed,
                @Nullable Instant resolved,
                @Nullable Instant settled,
                String outcome) {
            List<Step> steps = new ArrayList<>();
            add(steps, enqueued, "enqueued");
            add(steps, claimed, "claimed");
            add(steps, resolved, "resolved");
            add(steps, settled, outcome);
            return steps;
        }

        private static void add(List<Step> steps, @Nullable Instant at, String event) {
            if (at != null) {
                steps.add(new Step(at, event));
            }
        }
    }
}
