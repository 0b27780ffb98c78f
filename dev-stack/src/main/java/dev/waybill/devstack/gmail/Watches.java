package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.waybill.devstack.http.Call;
import dev.waybill.devstack.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code watch} and {@code stop}: one watch a user, for seven days; a new one replaces it and is pushed at once. */
final class Watches {
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final String topic;
    private final InstantSource clock;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    Watches(String topic, InstantSource clock) {
        this.topic = topic;
        this.clock = clock;
    }

    record Watch(Set<String> labels, Instant until) {}

    Reply watch(Call call, GmailMailbox mailbox, GmailUnits units) throws GmailFailure {
        units.spend(100);
        JsonNode body = Paging.json(call);
        if (!body.path("topicName").asText("").equals(topic)) {
            throw GmailFailure.invalid(
                    "Invalid topicName does not match projects/" + topic.split("/", -1)[1] + "/topics/*");
        }
        Set<String> labels = new HashSet<>();
        body.path("labelIds").forEach(label -> labels.add(label.asText()));
        if (!mailbox.labels().containsAll(labels)) {
            throw GmailFailure.invalid("Invalid label among " + labels);
        }
        Instant until = clock.instant().plus(LIFETIME);
        watches.put(mailbox.address(), new Watch(Set.copyOf(labels), until));
        return Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("historyId", Long.toString(mailbox.historyId()))
                        .put("expiration", Long.toString(until.toEpochMilli())));
    }

    Reply stop(GmailMailbox mailbox, GmailUnits units) throws GmailFailure {
        units.spend(50);
        watches.remove(mailbox.address());
        return Reply.empty(204);
    }

    /** Whether somebody watches this mailbox now. */
    boolean isWatched(String address) {
        Watch watch = watches.get(address);
        return watch != null && clock.instant().isBefore(watch.until());
    }

    void end(String address) {
        watches.remove(address);
    }
}
