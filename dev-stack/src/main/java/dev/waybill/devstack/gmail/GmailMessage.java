package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.MailBytes;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;

/** A message as the store holds it. */
record GmailMessage(String id, String threadId, Set<String> labels, Instant receivedAt, long historyId, MailBytes raw) {
    GmailMessage {
        labels = Set.copyOf(labels);
    }

    GmailMessage with(Set<String> newLabels, long newHistoryId) {
        return new GmailMessage(id, threadId, newLabels, receivedAt, newHistoryId, raw);
    }

    /** Only its ids, as in lists. */
    ObjectNode ids() {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("threadId", threadId);
    }

    ObjectNode withLabels() {
        ObjectNode json = ids();
        ArrayNode ids = json.putArray("labelIds");
        new TreeSet<>(labels).forEach(ids::add);
        return json;
    }

    /** The format {@code minimal}. */
    ObjectNode minimal() {
        return withLabels()
                .put("snippet", "")
                .put("historyId", Long.toString(historyId))
                .put("internalDate", Long.toString(receivedAt.toEpochMilli()))
                .put("sizeEstimate", raw.length());
    }

    /** The format {@code raw}. */
    ObjectNode whole() {
        return minimal().put("raw", Base64.getUrlEncoder().encodeToString(raw.bytes()));
    }
}
