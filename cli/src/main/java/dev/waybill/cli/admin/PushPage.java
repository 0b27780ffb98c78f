package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;

/** How a provider tells of a mailbox's new mail, for people. */
final class PushPage {
    private final Ages ages;

    PushPage(Ages ages) {
        this.ages = ages;
    }

    void print(JsonNode push, Screen screen) {
        if (!push.hasNonNull("mode")) {
            screen.line("nobody looks after its push yet: ingress-webhooks does, within a minute of its start");
            return;
        }
        String reason = push.path("reason").asText("");
        screen.line("new mail by " + push.path("mode").asText() + " for " + ages.of(push.path("since"))
                + (reason.isEmpty() ? "" : ": " + Plain.line(reason))
                + (push.hasNonNull("listedUntil")
                        ? "; listed besides " + ages.of(push.path("listedUntil")) + " ago"
                        : ""));
        push.path("channels").forEach(channel -> {
            String folder = channel.path("folder").asText();
            screen.line((folder.isEmpty() ? "watch" : "subscription to " + Plain.line(folder))
                    + (channel.hasNonNull("expires") ? ", ends " + ages.of(channel.path("expires")) : ", not made yet")
                    + (channel.hasNonNull("lastPush")
                            ? ", last push " + ages.of(channel.path("lastPush")) + " ago"
                            : ", no push yet"));
        });
        if (push.path("failures").asInt() > 0) {
            screen.line("its upkeep failed " + push.path("failures").asInt() + " times: "
                    + Plain.line(push.path("lastError").asText())
                    + (push.hasNonNull("nextTry") ? "; next try " + ages.of(push.path("nextTry")) : ""));
        }
    }
}
