package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.gmail.GmailMailbox.HistoryRecord;
import dev.waybill.devstack.gmail.GmailMailbox.Kind;
import dev.waybill.devstack.http.Call;
import dev.waybill.devstack.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** {@code history} of one user, in pages, some of which may hold nothing. */
final class HistoryRoutes {
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 500;
    private static final Map<String, Kind> TYPES = Map.of(
            "messageAdded", Kind.MESSAGE_ADDED,
            "messageDeleted", Kind.MESSAGE_DELETED,
            "labelAdded", Kind.LABEL_ADDED,
            "labelRemoved", Kind.LABEL_REMOVED);

    private final Map<String, Rest> rests = new ConcurrentHashMap<>();

    /** What a list has not shown yet, and the id that its last page gives. */
    private record Rest(List<HistoryRecord> records, int emptyPages, long historyId) {}

    Reply answer(Call call, GmailMailbox mailbox, GmailUnits units) throws GmailFailure {
        units.spend(2);
        String token = call.query("pageToken");
        Rest rest = token.isEmpty() ? first(call, mailbox) : rests.remove(token);
        if (rest == null) {
            throw GmailFailure.invalid("Invalid pageToken");
        }
        return page(rest, Paging.size(call, USUAL_PAGE, LARGEST_PAGE));
    }

    private static Rest first(Call call, GmailMailbox mailbox) throws GmailFailure {
        String start = call.query("startHistoryId");
        if (!start.matches("\\d{1,20}")) {
            throw GmailFailure.invalid("Missing or invalid startHistoryId");
        }
        String label = call.query("labelId");
        if (!label.isEmpty() && !mailbox.hasLabel(label)) {
            throw GmailFailure.notFound();
        }
        Set<Kind> kinds = Set.copyOf(TYPES.values());
        List<String> types = call.query().getOrDefault("historyTypes", List.of());
        if (!types.isEmpty()) {
            if (!TYPES.keySet().containsAll(types)) {
                throw GmailFailure.invalid("Invalid historyTypes");
            }
            kinds = Set.copyOf(types.stream().map(TYPES::get).toList());
        }
        Set<Kind> wanted = kinds;
        long historyId = mailbox.visibleHistoryId();
        List<HistoryRecord> records = mailbox
                .historySince(start.length() > 18 ? Long.MAX_VALUE : Long.parseLong(start))
                .orElseThrow(GmailFailure::notFound)
                .stream()
                .filter(h -> wanted.contains(h.kind()))
                .filter(h -> label.isEmpty()
                        || h.message().labels().contains(label)
                        || h.labels().contains(label))
                .toList();
        return new Rest(records, mailbox.takeEmptyPages(), historyId);
    }

    private Reply page(Rest rest, int size) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        boolean empty = rest.emptyPages() > 0;
        int shown = empty ? 0 : Math.min(size, rest.records().size());
        if (shown > 0) {
            ArrayNode history = body.putArray("history");
            rest.records().subList(0, shown).forEach(h -> history.add(json(h)));
        }
        if (empty || shown < rest.records().size()) {
            String token = UUID.randomUUID().toString();
            rests.put(
                    token,
                    new Rest(
                            rest.records().subList(shown, rest.records().size()),
                            Math.max(0, rest.emptyPages() - 1),
                            rest.historyId()));
            body.put("nextPageToken", token);
        }
        return Reply.json(200, body.put("historyId", Long.toString(rest.historyId())));
    }

    private static ObjectNode json(HistoryRecord entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", Long.toString(entry.id()));
        json.putArray("messages").add(entry.message().ids());
        String field = switch (entry.kind()) {
            case MESSAGE_ADDED -> "messagesAdded";
            case MESSAGE_DELETED -> "messagesDeleted";
            case LABEL_ADDED -> "labelsAdded";
            case LABEL_REMOVED -> "labelsRemoved";
        };
        ObjectNode change = json.putArray(field).addObject();
        change.set("message", entry.message().withLabels());
        if (!entry.labels().isEmpty()) {
            ArrayNode labels = change.putArray("labelIds");
            entry.labels().forEach(labels::add);
        }
        return json;
    }
}
