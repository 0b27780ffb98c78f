package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.graph.GraphMailbox.Change;
import dev.waybill.devstack.graph.GraphMailbox.Kind;
import dev.waybill.devstack.http.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * {@code …/messages/delta} of one folder: everything once, then what changed. Its tokens are opaque, and end when the cache does.
 */
final class DeltaRoutes {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 1_000;
    /** With a filter the first round shows no more than these. */
    private static final int MOST_FILTERED = 5_000;

    private final Map<String, Round> rounds = new ConcurrentHashMap<>();

    /**
     * A token's meaning.
     *
     * @param left what this round has still to show; empty for a token of the next round
     * @param position up to which change the round goes
     */
    private record Round(Shape shape, List<ObjectNode> left, int position) {}

    /** What the first call of all asked for; later calls only carry the token. */
    private record Shape(
            String mailbox,
            String folder,
            Set<String> selected,
            Predicate<GraphMessage> wanted,
            boolean onlyCreated,
            boolean immutable) {}

    /** As if the cache were gone: every token that was given ends. */
    void forgetTokens() {
        rounds.clear();
    }

    Reply answer(GraphRequest request, GraphMailbox mailbox, String folder) throws GraphFailure {
        int pageSize = request.pageSize(USUAL_PAGE, LARGEST_PAGE);
        String skip = request.query("$skiptoken");
        String delta = request.query("$deltatoken");
        if (skip.isEmpty() && delta.isEmpty()) {
            return page(request, mailbox, first(request, mailbox, folder), pageSize);
        }
        request.refuseQueryBut(Set.of("$skiptoken", "$deltatoken"));
        Round round = rounds.get(skip.isEmpty() ? delta : skip);
        if (round == null
                || !round.shape().mailbox().equals(mailbox.address())
                || !round.shape().folder().equals(folder)) {
            throw new GraphFailure(410, "SyncStateNotFound", "The sync state generation is not found; re-sync.");
        }
        if (round.shape().immutable() != request.immutableIds()) {
            throw GraphFailure.badRequest("The Prefer header IdType has to be the same on every page.");
        }
        return page(request, mailbox, skip.isEmpty() ? next(mailbox, round) : round, pageSize);
    }

    private static Round first(GraphRequest request, GraphMailbox mailbox, String folder) throws GraphFailure {
        request.refuseQueryBut(Set.of("$select", "$filter", "$top", "changeType", "$orderby"));
        String filter = request.query("$filter");
        String changeType = request.query("changeType");
        if (!changeType.isEmpty() && !Set.of("created", "updated", "deleted").contains(changeType)) {
            throw GraphFailure.badRequest("The changeType has to be created, updated or deleted.");
        }
        Shape shape = new Shape(
                mailbox.address(),
                folder,
                request.selected(),
                MessageFilter.of(filter, "ge gt"),
                changeType.equals("created"),
                request.immutableIds());
        int position = mailbox.position();
        List<ObjectNode> all = mailbox.list(folder).stream()
                .filter(shape.wanted())
                .limit(filter.isEmpty() ? Integer.MAX_VALUE : MOST_FILTERED)
                .map(m -> json(mailbox, shape, m))
                .toList();
        return new Round(shape, all, position);
    }

    /** The changes since, one line a message: what went away and came back within the round shows only that it went. */
    private static Round next(GraphMailbox mailbox, Round before) {
        Shape shape = before.shape();
        int position = mailbox.position();
        Map<String, ObjectNode> lines = new LinkedHashMap<>();
        for (Change change : mailbox.changesSince(before.position())) {
            if (!change.folder().equals(shape.folder()) || !shape.wanted().test(change.message())) {
                continue;
            }
            String id = change.message().immutableId();
            boolean gone = lines.containsKey(id) && lines.get(id).has("@removed");
            if (gone && shape.immutable()) {
                continue;
            }
            switch (change.kind()) {
                case CREATED -> lines.put(id, json(mailbox, shape, change.message()));
                case UPDATED -> {
                    if (!shape.onlyCreated()) {
                        lines.put(id, json(mailbox, shape, change.message()));
                    }
                }
                case MOVED_AWAY, DELETED -> {
                    if (shape.onlyCreated()) {
                        lines.remove(id);
                    } else {
                        lines.put(id, removed(shape, change));
                    }
                }
            }
        }
        return new Round(shape, List.copyOf(lines.values()), position);
    }

    private static ObjectNode json(GraphMailbox mailbox, Shape shape, GraphMessage message) {
        return message.json(shape.selected(), shape.immutable(), mailbox.folderId(message.folder()));
    }

    private static ObjectNode removed(Shape shape, Change change) {
        ObjectNode line =
                JsonNodeFactory.instance.objectNode().put("id", change.message().id(shape.immutable()));
        line.putObject("@removed").put("reason", change.kind() == Kind.DELETED ? "deleted" : "changed");
        return line;
    }

    private Reply page(GraphRequest request, GraphMailbox mailbox, Round round, int pageSize) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode value = body.putArray("value");
        List<ObjectNode> left = new ArrayList<>(round.left());
        List<ObjectNode> shown = left.subList(0, Math.min(pageSize, left.size()));
        shown.forEach(value::add);
        shown.clear();
        String token = UUID.randomUUID().toString();
        rounds.put(token, new Round(round.shape(), List.copyOf(left), round.position()));
        String link = request.base() + "/users/" + mailbox.address() + "/mailFolders/"
                + round.shape().folder() + "/messages/delta?";
        if (left.isEmpty()) {
            body.put("@odata.deltaLink", link + "$deltatoken=" + token);
        } else {
            body.put("@odata.nextLink", link + "$skiptoken=" + token);
        }
        return Reply.json(200, body);
    }
}
