package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.MailBytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * A message as the store holds it.
 *
 * @param immutableId the same wherever the message lies in its mailbox
 * @param mutableId another one after each move
 */
record GraphMessage(
        String immutableId,
        String mutableId,
        String folder,
        Instant receivedAt,
        String internetMessageId,
        String subject,
        boolean read,
        boolean draft,
        MailBytes raw) {

    /** The properties that may be selected; a subset of the real ones. */
    static final Set<String> PROPERTIES = Set.of(
            "id",
            "receivedDateTime",
            "createdDateTime",
            "internetMessageId",
            "subject",
            "isRead",
            "isDraft",
            "parentFolderId",
            "changeKey");

    /** PidTagMessageSize, which is no property of Graph's own. */
    static final String EXPANDS_SIZE = "singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')";

    ObjectNode withSize(ObjectNode json) {
        json.putArray("singleValueExtendedProperties")
                .addObject()
                .put("id", "Integer 0xe08")
                .put("value", Integer.toString(raw.length()));
        return json;
    }

    GraphMessage movedTo(String target, String newMutableId) {
        return new GraphMessage(
                immutableId, newMutableId, target, receivedAt, internetMessageId, subject, read, draft, raw);
    }

    GraphMessage withRead(boolean nowRead) {
        return new GraphMessage(
                immutableId, mutableId, folder, receivedAt, internetMessageId, subject, nowRead, draft, raw);
    }

    String id(boolean immutable) {
        return immutable ? immutableId : mutableId;
    }

    /** As JSON, with the selected properties; the id always comes along. */
    ObjectNode json(Set<String> selected, boolean immutable, String parentFolderId) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("@odata.etag", "W/\"" + Integer.toHexString(hashCode()) + "\"")
                .put("id", id(immutable))
                .put(
                        "receivedDateTime",
                        receivedAt.truncatedTo(ChronoUnit.SECONDS).toString())
                .put(
                        "createdDateTime",
                        receivedAt.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("internetMessageId", internetMessageId)
                .put("subject", subject)
                .put("isRead", read)
                .put("isDraft", draft)
                .put("parentFolderId", parentFolderId)
                .put("changeKey", Integer.toHexString(hashCode()));
        if (!selected.isEmpty()) {
            PROPERTIES.stream()
                    .filter(property -> !property.equals("id") && !selected.contains(property))
                    .forEach(all::remove);
        }
        return all;
    }
}
